import pytest
from faults.server import MODEL, USAGE, FaultyServer, answer, status
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from extractor import Extractor

EMPTY = '{"meetings": [], "delegations": [], "positions": []}'
SECRET = "Envoys met in Argyle."


@pytest.fixture
def spans(monkeypatch):
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(trace, "get_tracer_provider", lambda: provider)
    return exporter


def test_article_and_each_try_have_a_span_by_the_conventions_and_none_holds_text(spans):
    with FaultyServer([status(503), answer(EMPTY)]) as server:
        with Extractor(model=MODEL, base_url=server.base_url, cache=False, temperature=0) as extractor:
            extraction = extractor.extract(SECRET, published="2023-12-15")
    refused, answered, article = spans.get_finished_spans()
    assert [span.name for span in (refused, answered, article)] == ["chat faulty", "chat faulty", "extract article"]
    assert refused.parent.span_id == answered.parent.span_id == article.context.span_id
    port = int(server.base_url.split(":")[2].removesuffix("/v1"))
    shared = {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": MODEL,
        "gen_ai.request.temperature": 0.0,
        "gen_ai.output.type": "json",
        "server.address": "127.0.0.1",
        "server.port": port,
    }
    assert dict(refused.attributes) == {**shared, "error.type": "503"}
    assert dict(answered.attributes) == {
        **shared,
        "gen_ai.response.id": "chatcmpl-faulty",
        "gen_ai.response.model": MODEL,
        "gen_ai.response.finish_reasons": ("stop",),
        "gen_ai.usage.input_tokens": USAGE["prompt_tokens"],
        "gen_ai.usage.output_tokens": USAGE["completion_tokens"],
    }
    assert dict(article.attributes) == {
        "extractor.article.id": extraction.article.id,
        "extractor.article.source": extraction.article.id,
        "extractor.meetings": 0,
        "extractor.delegations": 0,
        "extractor.positions": 0,
        "extractor.rejected": 0,
        "extractor.cached": False,
    }
    assert SECRET not in "".join(span.to_json() for span in spans.get_finished_spans())
