"""What an account number, a bank code and a UPI address look like, and how little of them is shown.

Pure. Each cleaner returns the text as it is kept or raises DomainError with the field's name.
"""

import re

from django.utils.translation import gettext as _

from peerlearn.common.errors import DomainError

# The letters the gateway takes in a name.
HOLDER = re.compile(r"^[A-Za-z][A-Za-z0-9 .,'()/_-]{2,49}$")
# Reserve Bank of India: four letters of the bank, a zero, six of the branch.
IFSC = re.compile(r"^[A-Z]{4}0[A-Z0-9]{6}$")
NUMBER = re.compile(r"^[0-9]{9,18}$")
UPI = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]{1,254}@[A-Za-z][A-Za-z0-9]{1,63}$")
DOTS = "••••"
SHOWN = 4


def clean_holder(text: str) -> str:
    """Return the holder's name with single spaces; DomainError("holder_invalid")."""
    name = " ".join(text.split())
    if not HOLDER.match(name):
        raise _wrong("holder", _("Write the name as the bank has it: 3 to 50 letters, as A to Z."))
    return name


def clean_ifsc(text: str) -> str:
    """Return the code in capitals; DomainError("ifsc_invalid")."""
    code = "".join(text.split()).upper()
    if not IFSC.match(code):
        raise _wrong("ifsc", _("An IFSC has 11 characters, as HDFC0001234: the fifth is a zero."))
    return code


def clean_number(text: str) -> str:
    """Return the digits of an account number; DomainError("account_invalid")."""
    digits = re.sub(r"[\s-]", "", text)
    if not NUMBER.match(digits):
        raise _wrong("account", _("An account number has 9 to 18 digits."))
    return digits


def clean_upi(text: str) -> str:
    """Return a UPI address; DomainError("account_invalid")."""
    address = text.strip()
    if not UPI.match(address):
        raise _wrong("account", _("A UPI address looks like name@bank."))
    return address


def mask_number(digits: str) -> str:
    """Return an account number with its last four digits only."""
    return f"{DOTS} {digits[-SHOWN:]}"


def mask_upi(address: str) -> str:
    """Return a UPI address with the first letter and the bank only."""
    name, _at, bank = address.partition("@")
    return f"{name[0]}{DOTS}@{bank}"


def _wrong(field: str, words: str) -> DomainError:
    return DomainError(f"{field}_invalid", words, fields={field: words})
