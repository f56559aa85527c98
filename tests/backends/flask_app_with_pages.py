"""The Flask backend that says no by a page of HTML, as web frameworks do by themselves: ERROR_PAGES names which."""

from __future__ import annotations

import os
from typing import Any

from flask import Response
from flask_app import Refused, app
from werkzeug.exceptions import default_exceptions
from werkzeug.http import HTTP_STATUS_CODES

SPRING = (
    "<html><body><h1>Whitelabel Error Page</h1><p>This application has no explicit mapping for /error, so you are "
    "seeing this as a fallback.</p><div id='created'>Fri Jan 02 08:00:00 CST 2026</div><div>There was an unexpected "
    "error (type={reason}, status={status}).</div></body></html>"
)
EXPRESS = (
    '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Error</title>\n</head>\n<body>\n'
    "<pre>{reason}</pre>\n</body>\n</html>\n"
)


@app.errorhandler(Refused)
def refused(error: Refused) -> Any:
    status = error.answer[1]
    pages = os.environ["ERROR_PAGES"]
    if pages == "flask":
        return default_exceptions[status]().get_response()
    template = {"spring": SPRING, "express": EXPRESS}[pages]
    page = template.format(reason=HTTP_STATUS_CODES[status], status=status)
    return Response(page, status, mimetype="text/html")


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", "8000")), threaded=True)
