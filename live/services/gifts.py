"""Gifts in a room: who may give, and showing what was paid to everybody there, once."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from learning.enums import BookingState, SessionState
from payments.models import Gift
from payments.services import gifts, orders
from peerlearn.accounts.models import User
from peerlearn.common.clock import now
from peerlearn.common.errors import Conflict, NotAllowed, NotFound
from peerlearn.common.money import format_inr

from ..enums import RoomRole, RoomState
from ..models import ChatMessage, Room
from ..protocol import frame
from ..queries import access
from . import chat, news

REF = "session:"


def open_gift(*, session_id: int, actor: User, amount: int, message: str = "") -> Gift:
    """Open a gift of `amount` paise to the mentor of a running session, ready to be paid.

    Calls the gateway, so no transaction may be open. Raises what `access.place_of` raises,
    NotAllowed("own_gift"|"not_in_this_room"), Conflict("not_live"), Unavailable, and what
    `payments.services.gifts.open_gift` raises.
    """
    place = access.place_of(session_id=session_id, user=actor)
    session = place.session
    if place.role == RoomRole.MENTOR:
        raise NotAllowed("own_gift", _("Gifts are for the mentor, from learners."))
    if place.booking is None or place.booking.state != BookingState.CONFIRMED:
        # Whoever attended and whose session is over may still leave a tip.
        raise Conflict("not_live", _("This session is over. You can leave a tip instead."))
    open_room = Room.objects.filter(session=session, state=RoomState.OPEN)
    if session.state != SessionState.LIVE or not open_room.exists():
        raise Conflict("not_live", _("Gifts are given while the session runs."))
    gift = gifts.open_gift(
        payer=actor,
        payee=session.mentor.user,
        amount=amount,
        room_ref=f"{REF}{session.pk}",
        description=_("Gift: %s") % session.title,
        message=message,
    )
    gift.order = orders.register(order_id=gift.order_id)
    return gift


def own_gift(*, payer: User, gateway_order_id: str) -> Gift:
    """Return one's own gift by the gateway's name of its order; NotFound for anybody else's."""
    mine = Gift.objects.filter(payer=payer, order__gateway_order_id=gateway_order_id)
    gift = mine.filter(room_ref__startswith=REF).first()
    if gift is None or not gateway_order_id:
        raise NotFound("no_gift", _("There is no such gift."))
    return gift


@transaction.atomic
def show(*, gift: Gift) -> bool:
    """Show a paid gift to everybody in its room, as a line of the chat and as news; once.

    False if the room is not open any more: nothing is shown then. In the caller's transaction.
    """
    kind, _colon, number = gift.room_ref.partition(":")
    if f"{kind}:" != REF or not number.isdigit():
        return False
    room = Room.objects.select_for_update(no_key=True).filter(session_id=int(number)).first()
    if room is None or room.state != RoomState.OPEN:
        return False
    if ChatMessage.objects.filter(gift_ref=gift.pk).exists():
        return True
    line = _line(room, gift)
    told = frame("chat", **chat.shown(line))
    news.to_inside(room.session_id, {"type": "room.chat", "frame": told, "by": line.sender_id})
    shown = frame(
        "gift",
        id=gift.pk,
        **{"from": told["from"]},
        amount=gift.amount,
        text=format_inr(gift.amount),
        message=gift.message,
    )
    news.to_inside(room.session_id, {"type": "room.gift", "frame": shown, "by": line.sender_id})
    return True


def _line(room: Room, gift: Gift) -> ChatMessage:
    room.last_chat += 1
    room.save(update_fields=["last_chat"])
    return ChatMessage.objects.create(
        room=room,
        sender=gift.payer,
        client_id=str(uuid.uuid4()),
        seq=room.last_chat,
        text=gift.message,
        gift_ref=gift.pk,
        gift_amount=gift.amount,
        created_at=now(),
    )
