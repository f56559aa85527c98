"""多端应用 (Donut): login to apps that run as mini program and as native app."""

from mockwx.products.donut.donut_code2verifyinfo import donut_code2verifyinfo

ENDPOINTS = (donut_code2verifyinfo,)
