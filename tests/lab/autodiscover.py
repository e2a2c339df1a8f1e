"""Autodiscover of the simulated Exchange: answers in plain XML ([MS-OXDSCLI])."""

from xml.sax.saxutils import escape

REQUEST = "/autodiscover/autodiscover.xml"
OUTER = "http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006"
INNER = ("http://schemas.microsoft.com/exchange/autodiscover/outlook/"
         "responseschema/2006a")
TYPE = "text/xml; charset=utf-8"


class Autodiscover:
    """What one front end says to whom."""

    def __init__(self, scenario):
        self.settings = scenario["autodiscover"]

    def serves(self, request):
        """Whether this request is one for settings."""
        return request.method == "POST" and request.path.lower() == REQUEST

    def redirect(self, request):
        """Where a request is redirected before any logon, or None."""
        host = request.headers.get("host", "").partition(":")[0]
        for entry in self.settings["moved"]:
            if (entry["host"] == host and entry.get("method", "POST") == request.method
                    and request.target.startswith(entry.get("path", "/autodiscover"))):
                return self._filled(entry["to"])
        return None

    def answer(self, request, body):
        """The body of the answer to a request for settings."""
        settings = self.settings
        if settings["body"]:
            return settings["body"].encode("utf-8")
        address = _between(body.decode("utf-8", "replace"), "EMailAddress")
        if not address:
            return _error(600, "Invalid Request")
        if settings["error"]:
            return _error(settings["error"], settings["message"])
        first = settings["address"] == address
        if first and settings["redirect_address"]:
            return _account("redirectAddr", _element(
                "RedirectAddr", settings["redirect_address"]))
        host = request.headers.get("host", "")
        if host.startswith("autodiscover.") and settings["redirect_url"]:
            return _account("redirectUrl", _element(
                "RedirectUrl", self._filled(settings["redirect_url"])))
        user = _element("LegacyDN", settings["user_dn"])
        user += _element("AutoDiscoverSMTPAddress", address)
        return _account("settings", self._protocols(request), user)

    def _filled(self, text):
        return text.format(https=self.settings["https"], http=self.settings["http"])

    def _protocols(self, request):
        wanted = [item.strip().lower() for item in
                  request.headers.get("x-clientcanhandle", "").split(",")]
        has_mapi = self.settings["mapihttp"] and (
            request.headers.get("x-mapihttpcapability", "0") != "0")
        text = ""
        for name in self.settings["protocols"]:
            if name in ("EXCH", "EXPR") and has_mapi:
                continue
            if name == "EXHTTP" and "exhttpinfo" not in wanted:
                continue
            text += self._protocol(name, "negotiate" in wanted)
        return text + (_mapi(self.settings["mapihttp_host"]) if has_mapi else "")

    def _protocol(self, name, can_negotiate):
        settings = self.settings
        text = _element("Type", name)
        if name == "EXCH":
            text += _element("Server", settings["exch_server"])
            text += _element("ServerDN", "/o=LAB/ou=Exchange/cn=" + "EX1")
            text += _element("MdbDN", "/o=LAB/ou=Exchange/cn=EX1/cn=Private MDB")
        elif name == "WEB":
            text += ("<External><Protocol><Type>EXPR</Type><ASUrl>"
                     "https://mail.lab.test/ews</ASUrl></Protocol></External>")
        else:
            package = settings["auth_package"]
            if package.lower() == "negotiate" and not can_negotiate:
                package = "Ntlm"
            text += _element("Server", settings["server"], always=True)
            text += _element("SSL", settings["ssl"])
            text += _element("CertPrincipalName", settings["principal"])
            text += _element("AuthPackage", package)
        return f"<Protocol>{text}</Protocol>"


def _mapi(host):
    text = ""
    for name, path in (("MailStore", "emsmdb"), ("AddressBook", "nspi")):
        url = f"https://{host}/mapi/{path}/?MailboxId=1@lab.test"
        text += f"<{name}>{_element('ExternalUrl', url)}</{name}>"
    return f'<Protocol Type="mapiHttp" Version="1">{text}</Protocol>'


def _element(name, text, always=False):
    return f"<{name}>{escape(text)}</{name}>" if text or always else ""


def _account(action, text, user=""):
    user = f"<User>{user}</User>" if user else ""
    return _wrapped(f"{user}<Account><AccountType>email</AccountType>"
                    f"<Action>{action}</Action>{text}</Account>", INNER)


def _error(code, message):
    text = _element("ErrorCode", str(code)) + _element("Message", message)
    return _wrapped(f'<Error Time="12:00:00" Id="1">{text}</Error>', OUTER)


def _wrapped(text, inner):
    return (f'<?xml version="1.0" encoding="utf-8"?>\n<Autodiscover xmlns="{OUTER}">'
            f'<Response xmlns="{inner}">{text}</Response></Autodiscover>').encode()


def _between(text, name):
    return text.partition(f"<{name}>")[2].partition(f"</{name}>")[0]
