"""Telling at a glance that a text holds an amount of money or an area; parsing/money.py and area.py read them."""

import re

# Bounded repeats that give nothing back: these are searched for in every text of a page.
MONEY = re.compile(
    r"(?:[€£$₽₪₦₹₺₴฿₫₱₩¥]|\b(?:EUR|GBP|USD|AUD|CAD|AED|CHF|PLN|SEK|NOK|DKK|CZK|HUF|RON|NGN|KES|ZAR|INR|BRL|MXN|Rs|RM|Rp)\b\.?)"
    r"\s?\d[\d.,\s'’]{1,14}"
    r"|(?<!\d)\d[\d.,\s'’]{0,14}+(?:(?:M|Mio|mil|mln|tis|k|млн|тыс)\.?\s)?"
    r"(?:€|£|\$|₽|₪|₺|₴|฿|₫|₩|zł|Kč|kr\b|Ft\b|lei\b|лв|(?:CHF|EUR|AED|PLN|SEK|NOK|CZK|HUF|RON|USD|TL)\b|万円|億|万|руб)"
)
AREA = re.compile(
    r"(?<![\w.,/+-])\d[\d.,'’ \u00a0]{0,9}+\s?(?:m²|m2\b|㎡|qm\b|mq\b|m\s?2\b|sq\.?\s?"
    r"(?:ft|m|feet|metres?|meters?)\b\.?|sqft\b|sqm\b|ft²"
    r"|ft2\b|м²|м2\b|кв\.?\s?м|kvm\b|τ\.?μ|מ\"ר|متر|坪|acres?\b|ha\b|nm\b)",
    re.IGNORECASE,
)
