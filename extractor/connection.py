"""The connection to an endpoint: a client of the openai package, and a short way for what is sent all the time."""

import json
from typing import TYPE_CHECKING, Any, cast

import httpx2
import openai

from extractor.errors import SettingsError

if TYPE_CHECKING:
    from extractor.asking import Body
    from extractor.settings import Settings

__all__ = ["Connection"]

_PATH = "chat/completions"


class Connection:
    """A connection for some settings.

    Attributes:
        client: of the openai package, which makes no retries of its own.
        model: name of the model at the endpoint. With `base_url` it goes out as it is; without, `provider/name` names
            a provider that instructor knows.
        address: of the endpoint, up to and with /v1.
    """

    def __init__(self, settings: "Settings") -> None:
        """Prepare it; nothing is sent.

        Raises:
            SettingsError: no key, or the provider has no OpenAI-compatible client here.
        """
        self._http: httpx2.AsyncClient | None = None
        self.model = settings.model
        if settings.base_url or "/" not in settings.model:
            # By aiohttp a request takes half the CPU. As many connections as requests on their way.
            limits = httpx2.Limits(max_connections=settings.concurrency, max_keepalive_connections=settings.concurrency)
            self._http = openai.DefaultAioHttpClient(limits=limits, timeout=settings.timeout)
            self.client = openai.AsyncOpenAI(
                api_key=settings.key(),
                base_url=settings.endpoint,
                max_retries=0,
                timeout=settings.timeout,
                http_client=self._http,
            )
            self._url = httpx2.URL(f"{self.client.base_url}{_PATH}")
            self._headers = _headers(self.client, self._http)
            self._extensions = {"timeout": httpx2.Timeout(settings.timeout).as_dict()}
        else:
            self.client, self.model = _of_provider(settings)
        self.address = str(self.client.base_url).rstrip("/")

    async def post(self, body: "Body", content: bytes) -> httpx2.Response:
        """The response to a request for a chat completion.

        Args:
            body: the request.
            content: the same as it is sent.

        Raises:
            openai.APIStatusError: a status that is no success.
            openai.APIConnectionError: no response; an `APITimeoutError` if none came in time.
        """
        # `chat.completions.create` walks the whole body and the whole answer, type by type, which takes several times
        # as long as sending them; and the client's `post` makes address and headers anew for each request, as long
        # again. A client for Azure makes its address of the body, so that one gets it as it is.
        if self._http is None:
            return await self.client.post(f"/{_PATH}", cast_to=httpx2.Response, body=body)
        request = httpx2.Request("POST", self._url, headers=self._headers, content=content, extensions=self._extensions)
        try:
            response = await self._http.send(request)
        except httpx2.TimeoutException as error:
            # The transport by aiohttp gives every lost connection out as a time-out.
            lost = error.__cause__
            if lost is None or isinstance(lost, TimeoutError):
                raise openai.APITimeoutError(request) from error
            raise openai.APIConnectionError(request=request) from lost
        except httpx2.HTTPError as error:
            raise openai.APIConnectionError(request=request) from error
        if not response.is_success:
            raise _status_error(response)
        return response

    async def close(self) -> None:
        """Close it."""
        await self.client.close()


def _headers(client: openai.AsyncOpenAI, http: httpx2.AsyncClient) -> httpx2.Headers:
    # What the client would send with each request for a completion.
    headers = httpx2.Headers(http.headers)
    headers.update({"Authorization": f"Bearer {client.api_key}"})
    headers.update({name: value for name, value in client.default_headers.items() if isinstance(value, str)})
    return headers


def _status_error(response: httpx2.Response) -> openai.APIStatusError:
    # As the client makes it, so that a body in OpenAI's form gives its code and message.
    said = response.text.strip()
    try:
        told: Any = json.loads(said)
    except ValueError:
        message = said or f"Error code: {response.status_code}"
        return openai.APIStatusError(message, response=response, body=said)
    body: object = told
    if isinstance(told, dict):
        body = cast("dict[str, object]", told).get("error", body)
    return openai.APIStatusError(f"Error code: {response.status_code} - {told}", response=response, body=body)


def _of_provider(settings: "Settings") -> tuple[openai.AsyncOpenAI, str]:
    # Late: only this way in needs it.
    import instructor  # noqa: PLC0415

    provider, _, name = settings.model.partition("/")
    hint = (
        f"reach it by its OpenAI-compatible address instead: base_url=..., model={name!r}; if {settings.model!r} is "
        f"the name of a model at your own endpoint, set base_url to that endpoint"
    )
    given: dict[str, Any] = {"max_retries": 0}
    if settings.api_key:
        given["api_key"] = settings.api_key.get_secret_value()
    try:
        client: object = instructor.from_provider(settings.model, async_client=True, **given).client
    except Exception as error:  # instructor and its providers raise all sorts
        raise SettingsError(f"model {settings.model!r}: {error}; {hint}") from error
    if not isinstance(client, openai.AsyncOpenAI):
        raise SettingsError(f"model {settings.model!r}: {provider} does not speak OpenAI's protocol here; {hint}")
    return client, name
