"""The methods of the Bot API that the simulator plays, as one readable list."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from simulator.api import albums, callbacks, chats, copying, deleting, editing, profile, receiving, sending
from simulator.validate import Params
from simulator.world import Bot

Method = Callable[[Bot, Params], Any]
SlowMethod = Callable[[Bot, Params], Awaitable[Any]]

METHODS: dict[str, Method] = {
    "getMe": profile.get_me,
    "setMyCommands": profile.set_my_commands,
    "getMyCommands": profile.get_my_commands,
    "deleteMyCommands": profile.delete_my_commands,
    "setMyName": profile.set_my_name,
    "getMyName": profile.get_my_name,
    "setMyDescription": profile.set_my_description,
    "getMyDescription": profile.get_my_description,
    "setMyShortDescription": profile.set_my_short_description,
    "getMyShortDescription": profile.get_my_short_description,
    "setChatMenuButton": profile.set_chat_menu_button,
    "getChatMenuButton": profile.get_chat_menu_button,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendVideo": sending.send_video,
    "sendAnimation": sending.send_animation,
    "sendAudio": sending.send_audio,
    "sendDocument": sending.send_document,
    "sendVoice": sending.send_voice,
    "sendVideoNote": sending.send_video_note,
    "sendSticker": sending.send_sticker,
    "sendContact": sending.send_contact,
    "sendLocation": sending.send_location,
    "sendVenue": sending.send_venue,
    "sendPoll": sending.send_poll,
    "sendDice": sending.send_dice,
    "sendMediaGroup": albums.send_media_group,
    "copyMessage": copying.copy_message,
    "copyMessages": copying.copy_messages,
    "forwardMessage": copying.forward_message,
    "forwardMessages": copying.forward_messages,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageMedia": editing.edit_message_media,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": deleting.delete_message,
    "deleteMessages": deleting.delete_messages,
    "answerCallbackQuery": callbacks.answer_callback_query,
    "setMessageReaction": chats.set_message_reaction,
    "sendChatAction": chats.send_chat_action,
    "getChat": chats.get_chat,
    "getChatMember": chats.get_chat_member,
    "getChatAdministrators": chats.get_chat_administrators,
    "getChatMemberCount": chats.get_chat_member_count,
    "leaveChat": chats.leave_chat,
    "pinChatMessage": chats.pin_chat_message,
    "unpinChatMessage": chats.unpin_chat_message,
    "unpinAllChatMessages": chats.unpin_all_chat_messages,
    "getFile": chats.get_file,
    "getWebhookInfo": receiving.get_webhook_info,
}
"""Answered at once: the method changes the world in one uninterrupted step."""

SLOW_METHODS: dict[str, SlowMethod] = {
    "getUpdates": receiving.get_updates,
    "setWebhook": receiving.set_webhook,
    "deleteWebhook": receiving.delete_webhook,
}
"""Those that wait for something."""

__all__ = ["METHODS", "SLOW_METHODS"]
