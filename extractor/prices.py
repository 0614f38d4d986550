"""What an article cost."""

from extractor.settings import Settings
from schemas import Tokens

__all__ = ["cost_of"]


def cost_of(tokens: Tokens, settings: Settings) -> float | None:
    """US dollars for `tokens` by the list prices of the package genai-prices; None if it has none for the model."""
    # Late: the price tables take a tenth of a second to load.
    from genai_prices import Usage, calc_price  # noqa: PLC0415

    usage = Usage(input_tokens=tokens.prompt, output_tokens=tokens.completion)
    try:
        price = calc_price(usage, settings.model, provider_api_url=settings.endpoint)
    except LookupError:
        return None
    return float(price.total_price)
