"""Pictures of 1200 x 630 that chats and social sites show beside a link, drawn with Pillow."""
