"""Certificates of the laboratory, made on first use and kept in a cache.

A root signs an intermediate, which signs the leaves.  Every kind of leaf that a
scenario may name is one entry of LEAVES.  Dates are relative to the day on which
the cache was filled, so half a day has a cache of its own, and one that is older is
filled anew.
"""

import datetime
import fcntl
import hashlib
import ipaddress
import os
import ssl
import subprocess
import time
from dataclasses import dataclass

CACHE_SECONDS = 12 * 3600

# kind: (names, first day, last day, key, how it is chained)
LEAVES = {
    "good": (None, -30, 300, "ec", "chain"),
    "expired": (None, -400, -10, "ec", "chain"),
    "not-yet-valid": (None, 5, 300, "ec", "chain"),
    "expires-soon": (None, -300, 5, "ec", "chain"),
    "other-name": (["www.other.test"], -30, 300, "ec", "chain"),
    "wildcard": (["*.lab.test"], -30, 300, "ec", "chain"),
    "self-signed": (None, -30, 300, "ec", "self"),
    "untrusted": (None, -30, 300, "ec", "foreign"),
    "intercepted": (None, -30, 300, "ec", "inspection"),
    "no-intermediate": (None, -30, 300, "ec", "leaf-only"),
    "weak": (None, -30, 300, "rsa1024", "chain"),
    "second": (None, -30, 300, "ec", "chain"),
    "six-days": (None, -2, 4, "ec", "chain"),
    "two-years": (None, -100, 630, "ec", "chain"),
    "san-only": (["mail.lab.test"], -30, 300, "ec", "chain"),
    "address": (["127.0.0.1", "mail.lab.test"], -30, 300, "ec", "chain"),
    "sha1": (None, -30, 300, "ec", "chain"),
    "ancient-ca": (None, -30, 300, "ec", "expired-ca"),
    "short-ca": (None, -30, 300, "ec", "short-ca"),
    "with-root": (None, -30, 300, "ec", "with-root"),
    "fetchable": (None, -30, 300, "ec", "leaf-only"),
    "unfetchable": (None, -30, 300, "ec", "leaf-only"),
    "revoked": (None, -30, 300, "ec", "chain"),
    "unlisted": (None, -30, 300, "ec", "chain"),
    "responded": (None, -30, 300, "ec", "chain"),
    "unanswered": (None, -30, 300, "ec", "chain"),
    "must-staple": (None, -30, 300, "ec", "chain"),
    "backend": (["EX1.lab.test", "EX1"], -30, 300, "ec", "chain"),
    "backend-self-signed": (["EX1", "EX1.lab.test"], -30, 300, "ec", "self"),
    "backend-expired": (["EX1", "EX1.lab.test"], -400, -10, "ec", "chain"),
    "client": (["monitor.lab.test"], -30, 300, "ec", "chain"),
}

# What some of them have besides: common name, digest of the signature, path of the
# issuer's certificate, of the list of revoked ones or of the OCSP responder on the
# laboratory's web server.
EXTRAS = {
    "san-only": {"common_name": "EX1"},
    "sha1": {"digest": "sha1"},
    "fetchable": {"issuer": "/pki/intermediate.der"},
    "unfetchable": {"issuer": "/pki/nothing.der"},
    "revoked": {"crl": "/pki/revoked.crl"},
    "unlisted": {"crl": "/pki/nothing.crl"},
    "responded": {"ocsp": "/pki/ocsp"},
    "unanswered": {"ocsp": "/pki/nothing"},
    "must-staple": {"must_staple": True},
}

# How a leaf is chained: by whom it is signed, and what is sent with it.
CHAINS = {
    "chain": ("intermediate", ["intermediate"]),
    "self": (None, []),
    "foreign": ("foreign", []),
    "inspection": ("inspection", []),
    "leaf-only": ("intermediate", []),
    "expired-ca": ("expired-ca", ["expired-ca"]),
    "short-ca": ("short-ca", ["short-ca"]),
    "with-root": ("intermediate", ["intermediate", "root"]),
}


@dataclass(frozen=True)
class Leaf:
    """A certificate ready to serve."""

    chain: str
    key: str
    end_point_hash: bytes


class CertStore:
    """The cache directory `path`, holding certificates for host name `host`; `web` is
    where the laboratory's files can be fetched, once that is known."""

    def __init__(self, path, host="mail.lab.test"):
        self.path = path
        self.host = host
        self.web = ""
        os.makedirs(path, mode=0o700, exist_ok=True)
        self._ensure_roots()

    @property
    def ca_file(self):
        return self._file("ca.pem")

    @property
    def intermediate_file(self):
        return self._file("intermediate.pem")

    def leaf(self, kind):
        """The Leaf of this kind, made now if it is not in the cache."""
        if kind not in LEAVES:
            raise ValueError(f"no such kind of certificate: {kind}")
        stem = self._stem(kind)
        with self._lock():
            if not os.path.exists(self._file(stem + ".key")):
                self._make_leaf(kind, stem)
        chain = self._file(stem + ".pem")
        with open(chain, encoding="ascii") as file:
            first = file.read().split("-----END CERTIFICATE-----")[0]
        der = ssl.PEM_cert_to_DER_cert(first + "-----END CERTIFICATE-----\n")
        digest = hashlib.sha256(der).digest()
        return Leaf(chain, self._file(stem + ".key"), digest)

    def served(self, path):
        """The bytes of a file under /pki/, or None."""
        if path == "/pki/intermediate.der":
            return _der(self._load("intermediate")[0])
        if path == "/pki/revoked.crl":
            return self._revocation_list()
        if path == "/pki/ocsp":
            with open(self.staple("responded", "revoked"), "rb") as file:
                return file.read()
        return None

    def revoked_list(self):
        """File with the list that has the certificate "revoked" on it."""
        self.leaf("revoked")
        path = self._file(self._stem("revoked") + ".crl")
        _write(path, self._revocation_list())
        return path

    def staple(self, kind, status):
        """File with an OCSP response about a leaf: good, revoked, stale or foreign."""
        from cryptography.x509 import load_pem_x509_certificate

        with open(self.leaf(kind).chain, "rb") as file:
            leaf = load_pem_x509_certificate(file.read())
        issuer = self._load("foreign" if status == "foreign" else "intermediate")
        path = self._file(f"{self._stem(kind)}-{status}.ocsp")
        _write(path, _ocsp_response(leaf, issuer, status))
        return path

    def _stem(self, kind):
        extras = EXTRAS.get(kind, {})
        if {"issuer", "crl", "ocsp"} & set(extras):
            return f"{kind}-{self.host}-{self.web.rpartition(':')[2]}"
        return f"{kind}-{self.host}"

    def _revocation_list(self):
        from cryptography.x509 import load_pem_x509_certificate

        with open(self.leaf("revoked").chain, "rb") as file:
            leaf = load_pem_x509_certificate(file.read())
        return _crl(leaf, self._load("intermediate"))

    def _file(self, name):
        return os.path.join(self.path, name)

    def _lock(self):
        return _Lock(self._file("lock"))

    def _ensure_roots(self):
        with self._lock():
            try:
                age = time.time() - os.stat(self.ca_file).st_mtime
                # A cache of an earlier day may lack an authority.
                if 0 <= age < CACHE_SECONDS and os.path.exists(
                        self._file("short-ca.key")):
                    return
            except FileNotFoundError:
                pass
            for name in os.listdir(self.path):
                if name.endswith((".pem", ".key", ".crl", ".ocsp")):
                    os.unlink(self._file(name))
            self._make_authority("inspection", "Perimeter SSL Inspection CA")
            self._make_authority("foreign", "Lab Unknown Root")
            root = self._make_authority("root", "Lab Test Root")
            self._make_authority("intermediate", "Lab Test Issuing CA", root)
            self._make_authority("expired-ca", "Lab Old CA", root, -10)
            self._make_authority("short-ca", "Lab Short CA", root, 5)
            with open(self._file("root.pem"), "rb") as file:
                _write(self.ca_file, file.read())

    def _make_authority(self, stem, name, issuer=None, last=3650):
        pair = _new_certificate(name, [], -365, last, _new_key("ec"), issuer, True)
        _write(self._file(stem + ".pem"), _pem(pair[0]))
        _write(self._file(stem + ".key"), _pem_key(pair[1]))
        return pair

    def _make_leaf(self, kind, stem):
        names, first, last, key_kind, how = LEAVES[kind]
        names = names or [self.host, "autodiscover.lab.test"]
        issuer_stem, sent = CHAINS[how]
        extras = EXTRAS.get(kind, {})
        is_signed_later = "digest" in extras
        issuer = (self._load(issuer_stem) if issuer_stem and not is_signed_later
                  else None)
        key = _new_key(key_kind)
        name = extras.get("common_name", names[0])
        pair = _new_certificate(
            name, names, first, last, key, issuer, False, extras, self.web)
        leaf = _pem(pair[0])
        if is_signed_later:
            leaf = self._signed(leaf, issuer_stem, extras["digest"])
        pem = leaf + b"".join(_pem(self._load(other)[0]) for other in sent)
        _write(self._file(stem + ".pem"), pem)
        _write(self._file(stem + ".key"), _pem_key(pair[1]))

    def _signed(self, pem, issuer_stem, digest):
        """The self-signed certificate, signed as the Python library refuses to."""
        serial = subprocess.run(["openssl", "x509", "-noout", "-serial"], input=pem,
                                capture_output=True, check=True).stdout
        return subprocess.run(
            ["openssl", "x509", "-CA", self._file(issuer_stem + ".pem"),
             "-CAkey", self._file(issuer_stem + ".key"), "-preserve_dates",
             "-set_serial", "0x" + serial.decode().strip().partition("=")[2],
             f"-{digest}"], input=pem, capture_output=True, check=True).stdout

    def _load(self, stem):
        from cryptography import x509
        from cryptography.hazmat.primitives import serialization

        with open(self._file(stem + ".pem"), "rb") as file:
            certificate = x509.load_pem_x509_certificate(file.read())
        with open(self._file(stem + ".key"), "rb") as file:
            key = serialization.load_pem_private_key(file.read(), None)
        return certificate, key


class _Lock:
    """Several test processes may share one cache."""

    def __init__(self, path):
        self.path = path
        self.file = None

    def __enter__(self):
        self.file = open(self.path, "w", encoding="ascii")
        fcntl.flock(self.file, fcntl.LOCK_EX)

    def __exit__(self, *_exc):
        self.file.close()


def _write(path, data):
    temporary = path + ".new"
    with open(temporary, "wb") as file:
        file.write(data)
    os.replace(temporary, path)


def _new_key(kind):
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    if kind == "rsa1024":
        return rsa.generate_private_key(public_exponent=65537, key_size=1024)
    return ec.generate_private_key(ec.SECP256R1())


def _general_name(name):
    from cryptography import x509

    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _with_extras(builder, extras, web):
    """The builder with what the kind has besides."""
    from cryptography import x509

    kinds = x509.oid.AuthorityInformationAccessOID
    for key, kind in (("issuer", kinds.CA_ISSUERS), ("ocsp", kinds.OCSP)):
        if key not in extras:
            continue
        access = x509.AccessDescription(
            kind, x509.UniformResourceIdentifier(web + extras[key]))
        builder = builder.add_extension(
            x509.AuthorityInformationAccess([access]), False)
    if "crl" in extras:
        name = x509.UniformResourceIdentifier(web + extras["crl"])
        point = x509.DistributionPoint([name], None, None, None)
        builder = builder.add_extension(x509.CRLDistributionPoints([point]), False)
    if "must_staple" in extras:
        feature = x509.TLSFeature([x509.TLSFeatureType.status_request])
        builder = builder.add_extension(feature, False)
    return builder


def _new_certificate(name, names, first, last, key, issuer=None, authority=False,
                     extras=None, web=""):
    """A certificate valid from day `first` to day `last`, and its key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    subject = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, name)])
    today = datetime.datetime.utcnow()
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer[0].subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today + datetime.timedelta(days=first))
        .not_valid_after(today + datetime.timedelta(days=last, hours=1))
        .add_extension(x509.BasicConstraints(authority, None), critical=True)
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False
        )
    )
    if authority:
        builder = builder.add_extension(_authority_usage(), critical=True)
    if issuer:
        identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key
        builder = builder.add_extension(identifier(issuer[1].public_key()), False)
    if names:
        alternatives = [_general_name(other) for other in names]
        usage = [x509.oid.ExtendedKeyUsageOID.SERVER_AUTH]
        builder = builder.add_extension(
            x509.SubjectAlternativeName(alternatives), False
        ).add_extension(x509.ExtendedKeyUsage(usage), False)
    builder = _with_extras(builder, extras or {}, web)
    return builder.sign(issuer[1] if issuer else key, hashes.SHA256()), key


def _authority_usage():
    """What an authority may sign; strict clients want to see it."""
    from cryptography import x509

    names = ("digital_signature content_commitment key_encipherment data_encipherment "
             "key_agreement key_cert_sign crl_sign encipher_only decipher_only").split()
    return x509.KeyUsage(**{name: name in ("key_cert_sign", "crl_sign")
                            for name in names})


def _crl(leaf, issuer):
    """A list of the issuer that has the leaf on it, in DER."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    today = datetime.datetime.utcnow()
    entry = (
        x509.RevokedCertificateBuilder()
        .serial_number(leaf.serial_number)
        .revocation_date(today - datetime.timedelta(days=2))
        .build()
    )
    crl = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer[0].subject)
        .last_update(today - datetime.timedelta(days=1))
        .next_update(today + datetime.timedelta(days=6))
        .add_revoked_certificate(entry)
        .sign(issuer[1], hashes.SHA256())
    )
    return _der(crl)


def _ocsp_response(leaf, issuer, status):
    """A response of the issuer about the leaf, in DER."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.x509 import ocsp

    today = datetime.datetime.utcnow()
    is_revoked = status == "revoked"
    age = 30 if status == "stale" else 1
    builder = ocsp.OCSPResponseBuilder().add_response(
        cert=leaf, issuer=issuer[0], algorithm=hashes.SHA1(),
        cert_status=getattr(ocsp.OCSPCertStatus, "REVOKED" if is_revoked else "GOOD"),
        this_update=today - datetime.timedelta(days=age),
        next_update=today - datetime.timedelta(days=age - 7),
        revocation_time=today - datetime.timedelta(days=2) if is_revoked else None,
        revocation_reason=None,
    ).responder_id(ocsp.OCSPResponderEncoding.HASH, issuer[0])
    return _der(builder.sign(issuer[1], hashes.SHA256()))


def _der(thing):
    from cryptography.hazmat.primitives.serialization import Encoding

    return thing.public_bytes(Encoding.DER)


def _pem(certificate):
    from cryptography.hazmat.primitives.serialization import Encoding

    return certificate.public_bytes(Encoding.PEM)


def _pem_key(key):
    from cryptography.hazmat.primitives import serialization as form

    return key.private_bytes(
        form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption()
    )
