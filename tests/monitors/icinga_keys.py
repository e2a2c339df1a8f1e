"""Keys for Icinga nodes; its own are of 4096 bits and take seconds to make."""

import datetime
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

LIFETIME = datetime.timedelta(days=365)


@dataclass(frozen=True)
class Authority:
    """The certificate authority that all nodes of a test trust."""

    key: object
    certificate: object
    certificate_file: Path


def authority(directory):
    """A new authority, whose certificate is written to the directory."""
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _certificate("Icinga CA", key, "Icinga CA", key, is_authority=True)
    path = directory / "ca.crt"
    path.write_bytes(_pem(certificate))
    return Authority(key, certificate, path)


def issue(issuer, directory, name):
    """Write what the node of this name wants to find in its folder of certificates."""
    directory.mkdir(parents=True, exist_ok=True)
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _certificate(name, key, "Icinga CA", issuer.key)
    (directory / "ca.crt").write_bytes(_pem(issuer.certificate))
    (directory / f"{name}.crt").write_bytes(_pem(certificate))
    (directory / f"{name}.key").write_bytes(key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption()))


def _pem(certificate):
    return certificate.public_bytes(serialization.Encoding.PEM)


def _name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _certificate(name, key, issuer, issuer_key, is_authority=False):
    now = datetime.datetime.utcnow()
    constraint = x509.BasicConstraints(ca=is_authority, path_length=None)
    builder = x509.CertificateBuilder(
        issuer_name=_name(issuer), subject_name=_name(name),
        public_key=key.public_key(), serial_number=x509.random_serial_number(),
        not_valid_before=now - datetime.timedelta(days=1),
        not_valid_after=now + LIFETIME)
    builder = builder.add_extension(constraint, critical=True)
    builder = builder.add_extension(
        x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    if is_authority:
        builder = builder.add_extension(_authority_usage(), critical=True)
    else:
        identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(
            issuer_key.public_key())
        builder = builder.add_extension(identifier, critical=False)
        names = x509.SubjectAlternativeName([x509.DNSName(name)])
        builder = builder.add_extension(names, critical=False)
    return builder.sign(issuer_key, hashes.SHA256())


def _authority_usage():
    """What strict clients want to see in the certificate of an authority."""
    return x509.KeyUsage(
        digital_signature=False, content_commitment=False, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=True,
        crl_sign=True, encipher_only=False, decipher_only=False)
