"""Meetings, delegations and positions from news about diplomacy."""
