"""What search engines, feed readers and chats that preview a link are told of a page."""
