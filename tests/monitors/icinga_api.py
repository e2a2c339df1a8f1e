"""A client of the API of an Icinga node on loopback."""

import base64
import contextlib
import http.client
import json
import ssl
import time
import urllib.parse

from subjects import Seen

PASSWORD = "of-the-api"
PATIENCE_S = 120
POLL_S = 0.2


class Client:
    """Asks one node."""

    def __init__(self, port, authority):
        self.port = port
        self._context = ssl.create_default_context(cafile=authority)
        # the node is known by its name, which is not that of its address
        self._context.check_hostname = False

    def request(self, path, **body):
        """The decoded answer to a query, or to an order if there is one."""
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=30,
                                                 context=self._context)
        user = base64.b64encode(f"tests:{PASSWORD}".encode()).decode()
        is_order = path.startswith("actions/") or "attrs" in body
        override = {} if is_order else {"X-HTTP-Method-Override": "GET"}
        connection.request("POST", f"/v1/{path}", json.dumps(body), {
            "Accept": "application/json", "Authorization": f"Basic {user}",
            **override})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        if answer.status >= 300 and answer.status != 404:
            raise RuntimeError(f"{path}: {answer.status} {text}")
        return json.loads(text)

    def service(self, host, name):
        """The attributes of a service; None while the node does not know it."""
        path = urllib.parse.quote(f"{host}!{name}")
        results = self.request(f"objects/services/{path}").get("results")
        return results[0]["attrs"] if results else None

    def is_connected(self, name):
        """Whether the node speaks with the one of this name, and is done with news."""
        endpoint = self.request(f"objects/endpoints/{name}")["results"][0]["attrs"]
        return endpoint["connected"] and not endpoint["syncing"]

    def check_now(self, host, *names):
        """Have services of a host checked at once, all or those of these names."""
        wanted = f"host.name == {json.dumps(host)}"
        if names:
            wanted += f" && service.name in {json.dumps(names)}"
        self.request("actions/reschedule-check", type="Service", filter=wanted,
                     force=True)

    def check_next(self, host):
        """Have all services of a host checked next, if nothing speaks against it."""
        self.request("actions/reschedule-check", type="Service", force=False,
                     filter=f"host.name == {json.dumps(host)}")

    def modify(self, path, **attributes):
        """Set attributes of an object."""
        self.request(f"objects/{path}", attrs=attributes)

    def wait_for(self, host, name):
        """The result of a service's check, once there is one."""
        def result():
            attributes = self.service(host, name)
            return attributes and attributes["last_check_result"]

        return until(result, f"no result of {name}")


def until(ask, complaint):
    """What `ask` gives as soon as it gives something."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        # a node with a new configuration closes its port for a moment
        with contextlib.suppress(OSError):
            answer = ask()
            if answer:
                return answer
        time.sleep(POLL_S)
    raise AssertionError(complaint)


def seen(result):
    """What Icinga knows from this result of a check."""
    line, _, rest = result["output"].partition("\n")
    return Seen(int(result["state"]), line, rest, " ".join(result["performance_data"]))
