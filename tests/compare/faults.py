"""The faults that the comparison puts before each tool, and what to tell the tools."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """A scenario, what is wrong with it, and the code that names it."""

    scenario: str
    text: str
    code: str


# Scenario, what is wrong, code that check_oa_cert has for it.
FAULTS = [
    Fault("certcheck-healthy", "nothing (certificate of a year, 300 days left)", "ok"),
    Fault("certcheck-six-days", "nothing (certificate of six days, four left)", "ok"),
    Fault("certcheck-expired", "certificate expired", "cert-expired"),
    Fault("certcheck-expired-intermediate", "intermediate expired", "cert-expired"),
    Fault("certcheck-not-yet-valid", "not yet valid", "cert-not-yet-valid"),
    Fault("certcheck-expires-soon", "five days left", "cert-expires-soon"),
    Fault("certcheck-expires-intermediate", "intermediate has five days left",
          "cert-expires-soon"),
    Fault("certcheck-name", "for another name", "cert-name-mismatch"),
    Fault("certcheck-name-second", "a second name is missing", "cert-name-mismatch"),
    Fault("certcheck-self-signed-unasked", "self-signed", "cert-untrusted"),
    Fault("certcheck-untrusted", "unknown authority", "cert-untrusted"),
    Fault("certcheck-incomplete-fetched", "intermediate not sent",
          "cert-chain-incomplete"),
    Fault("certcheck-revoked-staple", "revoked, says the stapled response",
          "cert-revoked"),
    Fault("certcheck-revoked-fetched", "revoked, says the CRL", "cert-revoked"),
    Fault("certcheck-weak-key", "RSA key of 1024 bit", "tls-weak"),
    Fault("certcheck-weak-digest", "SHA-1 signature", "tls-weak"),
    Fault("certcheck-weak-offered", "TLS 1.0 still offered", "tls-weak"),
    Fault("certcheck-intercepted", "made by an inspecting device", "tls-intercepted"),
    Fault("certcheck-client-cert-demanded", "client certificate demanded, TLS 1.3",
          "tls-client-cert-required"),
    Fault("certcheck-client-cert-late", "client certificate demanded after the request",
          "tls-client-cert-required"),
    Fault("certcheck-h2-alert", "HTTP/2 alone", "tls-h2-only"),
    Fault("certcheck-principal", "msstd: name not on the certificate",
          "cert-principal-mismatch"),
    Fault("certcheck-principal-wildcard", "msstd: name by wildcard only",
          "cert-principal-loose"),
    Fault("certcheck-unexpected", "another certificate than expected",
          "cert-unexpected"),
    Fault("certcheck-nodes-differ", "one address of two shows another certificate",
          "nodes-differ"),
    Fault("certcheck-same-cert-differs", "balancer and server differ", "nodes-differ"),
    Fault("certcheck-address-dead", "one address of two refuses", "tcp-address-dead"),
    Fault("certcheck-clock-wrong", "clock of the monitor wrong", "monitor-clock-wrong"),
    Fault("certcheck-tls-timeout", "no answer to the ClientHello", "tls-timeout"),
    Fault("certcheck-tls-not-spoken", "plain HTTP on the port", "tls-not-spoken"),
]
