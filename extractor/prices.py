"""What an article cost."""

from functools import cache
from typing import TYPE_CHECKING

from schemas import Tokens

if TYPE_CHECKING:
    from genai_prices.types import PriceCalculation

__all__ = ["cost_of"]


def cost_of(tokens: Tokens, model: str, address: str) -> float | None:
    """US dollars for `tokens` of the `model` at an endpoint, by the list prices of the package genai-prices.

    None if it knows no price: a local server's, a new model's.
    """
    listed = _listed(model, address)
    if listed is None:
        return None
    # Late: the price tables take a tenth of a second to load.
    from genai_prices import Usage  # noqa: PLC0415

    usage = Usage(input_tokens=tokens.prompt, output_tokens=tokens.completion)
    return float(listed.model.calc_price(usage, listed.provider).total_price)


@cache
def _listed(model: str, address: str) -> "PriceCalculation | None":
    # To find the model takes longer than to reckon with its price.
    from genai_prices import Usage, calc_price  # noqa: PLC0415

    try:
        return calc_price(Usage(), model, provider_api_url=address)
    except LookupError:
        return None
