"""Certificates under a member's own root that no member should make."""

import datetime
import os

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID, NameOID

NAME = "spiffe://test.example/agency/clinic/client/cli"
UTC_NOW = datetime.datetime.utcnow()
RAW_NAMES = (b"", b"\x30", b"\x30\x84\xff\xff\xff\xff", b"\x30\x03\x86\x7fa", b"\xff" * 300,
             b"\x30\x80\x86\x01a\x00\x00", b"\x30\x02\x86\x00", b"\x30\x06\x86\x04a\x00b\xff")


def _builder(public_key, issuer):
    return (x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "x")]))
            .issuer_name(issuer).public_key(public_key).serial_number(x509.random_serial_number())
            .not_valid_before(UTC_NOW - datetime.timedelta(hours=1))
            .not_valid_after(UTC_NOW + datetime.timedelta(days=2)))


def _names(*uris):
    return x509.SubjectAlternativeName([x509.UniformResourceIdentifier(uri) for uri in uris])


def _raw_names(der):
    return lambda builder: builder.add_extension(
        x509.UnrecognizedExtension(ExtensionOID.SUBJECT_ALTERNATIVE_NAME, der), False)


def good(builder):
    """What the certificate of a staff's program is."""
    return (builder.add_extension(_names(NAME), False)
            .add_extension(x509.BasicConstraints(False, None), True)
            .add_extension(x509.KeyUsage(True, *[False] * 8), True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH,
                                                  ExtendedKeyUsageOID.SERVER_AUTH]), False))


CERTIFICATES = {
    "no name": lambda builder: builder,
    "two names": lambda builder: builder.add_extension(_names(NAME, NAME + "2"), False),
    "a name of 60,000 bytes": lambda builder: builder.add_extension(
        _names("spiffe://test.example/" + "a" * 60000), False),
    "2,000 names": lambda builder: builder.add_extension(_names(*[NAME] * 2000), False),
    "an authority": lambda builder: builder.add_extension(_names(NAME), False).add_extension(
        x509.BasicConstraints(True, None), True),
    "an extension that must be known and is not": lambda builder: builder.add_extension(
        _names(NAME), False).add_extension(
            x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00"), True),
    "key usage of no kind": lambda builder: builder.add_extension(_names(NAME), False)
    .add_extension(x509.UnrecognizedExtension(ExtensionOID.KEY_USAGE, b"\x03\x7f"), True),
    **{f"names of bytes {der[:8].hex()}": _raw_names(der) for der in RAW_NAMES},
}


def write_pair(home, folder, make):
    """A folder with the pair that `make` wants, of the root of `home`."""
    with open(os.path.join(home, "root", "key.pem"), "rb") as file:
        root_key = serialization.load_pem_private_key(file.read(), None)
    with open(os.path.join(home, "root", "cert.pem"), "rb") as file:
        root = x509.load_pem_x509_certificate(file.read())
    key = ec.generate_private_key(ec.SECP256R1())
    builder = make(_builder(key.public_key(), root.subject))
    certificate = builder.sign(root_key, hashes.SHA256())
    pair = os.path.join(folder, "hostile")
    os.makedirs(pair, exist_ok=True)
    with open(os.path.join(pair, "key.pem"), "wb") as file:
        file.write(key.private_bytes(serialization.Encoding.PEM,
                                     serialization.PrivateFormat.PKCS8,
                                     serialization.NoEncryption()))
    with open(os.path.join(pair, "cert.pem"), "wb") as file:
        file.write(certificate.public_bytes(serialization.Encoding.PEM))
    return pair
