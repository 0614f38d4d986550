"""Spans for OpenTelemetry: one for each article, and in it one for each request, by the GenAI conventions.

They are made if `opentelemetry-api` is there (the extra `otel` brings it and the SDK) and go where the user's tracer
provider sends them; the package sets up none itself. Names of attributes are those of the semantic conventions for
generative AI (opentelemetry.io/docs/specs/semconv/gen-ai), as constants here since their package calls them unstable.
No text of an article, a prompt or an answer goes into a span.
"""

from collections.abc import Awaitable, Callable, Generator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import openai

from schemas import Article, Extraction

if TYPE_CHECKING:
    from opentelemetry.trace import Tracer

__all__ = ["RequestSpans", "traced"]

Read = Callable[[Article], Awaitable[Extraction]]
Answered = Callable[[dict[str, Any]], None]


def traced(read: Read) -> Read:
    """`read`, with a span around each article; itself if there is no OpenTelemetry."""
    tracer = _tracer()
    if tracer is None:
        return read

    async def reading(article: Article) -> Extraction:
        if not _heard():
            return await read(article)
        attributes = {"extractor.article.id": article.id, "extractor.article.source": article.source or article.id}
        with tracer.start_as_current_span("extract article", attributes=attributes) as span:
            extraction = await read(article)
            span.set_attributes(
                {
                    "extractor.meetings": len(extraction.meetings),
                    "extractor.delegations": len(extraction.delegations),
                    "extractor.positions": len(extraction.positions),
                    "extractor.rejected": len(extraction.rejected),
                    "extractor.cached": extraction.provenance.cached,
                }
            )
            return extraction

    return reading


class RequestSpans:
    """Spans around the requests to one endpoint."""

    def __init__(self, model: str, address: str) -> None:
        """Take what all requests share."""
        parts = urlsplit(address)
        self._tracer = _tracer()
        self._name = f"chat {model}"
        self._attributes: dict[str, Any] = {
            "gen_ai.operation.name": "chat",
            # The one well-known value that names the protocol, whoever runs the endpoint.
            "gen_ai.provider.name": "openai",
            "gen_ai.request.model": model,
            "gen_ai.output.type": "json",
            "server.address": parts.hostname or "",
            "server.port": parts.port or (443 if parts.scheme == "https" else 80),
        }

    def request(self, body: dict[str, Any]) -> AbstractContextManager[Answered]:
        """A span around one try of a request; give what it yields the completion."""
        return self._span(self._tracer, body) if self._tracer and _heard() else nullcontext(_ignore)

    @contextmanager
    def _span(self, tracer: "Tracer", body: dict[str, Any]) -> Generator[Answered]:
        from opentelemetry.trace import SpanKind, StatusCode  # noqa: PLC0415

        attributes = dict(self._attributes)
        if "temperature" in body:
            attributes["gen_ai.request.temperature"] = body["temperature"]
        if limit := body.get("max_completion_tokens") or body.get("max_tokens"):
            attributes["gen_ai.request.max_tokens"] = limit
        with tracer.start_as_current_span(
            self._name,
            kind=SpanKind.CLIENT,
            attributes=attributes,
            record_exception=False,
            set_status_on_exception=False,
        ) as span:

            def answered(completion: dict[str, Any]) -> None:
                usage: dict[str, Any] = completion.get("usage") or {}
                told: dict[str, Any] = {
                    "gen_ai.response.id": completion.get("id"),
                    "gen_ai.response.model": completion.get("model"),
                    "gen_ai.response.finish_reasons": [
                        str(choice.get("finish_reason")) for choice in completion["choices"]
                    ],
                    "gen_ai.usage.input_tokens": usage.get("prompt_tokens"),
                    "gen_ai.usage.output_tokens": usage.get("completion_tokens"),
                }
                span.set_attributes({name: value for name, value in told.items() if value is not None})

            try:
                yield answered
            except Exception as error:
                status = error.status_code if isinstance(error, openai.APIStatusError) else None
                span.set_attribute("error.type", str(status or type(error).__name__))
                # Not its message, which may quote the request.
                span.set_status(StatusCode.ERROR)
                raise


def _tracer() -> "Tracer | None":
    try:
        from opentelemetry import trace  # noqa: PLC0415
    except ImportError:
        return None
    return trace.get_tracer("talks-extractor")


def _heard() -> bool:
    """Whether the user has set up a provider of tracers: spans that go nowhere take time too."""
    from opentelemetry import trace  # noqa: PLC0415

    return not isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider)


def _ignore(completion: dict[str, Any]) -> None:
    del completion
