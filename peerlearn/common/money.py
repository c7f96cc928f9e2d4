"""Money is integer paise. Splitting and showing it happens here and nowhere else."""

MIN_PAISE = 100
CURRENCY = "INR"


def format_inr(paise: int) -> str:
    """Return an amount the Indian way: 12000000 -> "₹1,20,000", 45050 -> "₹450.50"."""
    sign = "-" if paise < 0 else ""
    rupees, rest = divmod(abs(paise), 100)
    digits = str(rupees)
    head, tail = digits[:-3], digits[-3:]
    groups = [tail]
    while head:
        groups.insert(0, head[-2:])
        head = head[:-2]
    return f"{sign}₹{','.join(groups)}" + (f".{rest:02d}" if rest else "")


def fee_of(net: int, bps: int) -> int:
    """Return the platform's fee in paise on `net` paise kept, rounded half up to the paisa."""
    return (net * bps + 5000) // 10000
