"""What an article cost."""

from schemas import Tokens

__all__ = ["cost_of"]


def cost_of(tokens: Tokens, model: str, address: str) -> float | None:
    """US dollars for `tokens` of the `model` at an endpoint, by the list prices of the package genai-prices.

    None if it knows no price: a local server's, a new model's.
    """
    # Late: the price tables take a tenth of a second to load.
    from genai_prices import Usage, calc_price  # noqa: PLC0415

    usage = Usage(input_tokens=tokens.prompt, output_tokens=tokens.completion)
    try:
        price = calc_price(usage, model, provider_api_url=address)
    except LookupError:
        return None
    return float(price.total_price)
