// As WeCom's own page: a script calls jsonpCallback with the status of the QR code, which says what comes next.
(function () {
  var page = $page;
  var status = document.querySelector(".js_wecom_status");

  function poll() {
    var script = document.createElement("script");
    var over = false;
    function next(milliseconds) {
      if (over) return;
      over = true;
      script.remove();
      setTimeout(poll, milliseconds);
    }
    window.jsonpCallback = function (news) {
      switch (news.status) {
        case "QRCODE_SCAN_SUCC":
          window.location =
            page.redirect_uri + (page.redirect_uri.indexOf("?") > -1 ? "&" : "?") +
            "code=" + news.auth_code + "&state=" + page.state + "&appid=" + page.appid;
          return;
        case "QRCODE_SCAN_ING":
          status.textContent = "扫描成功，请在企业微信中点击确认";
          return next(1000);
        case "QRCODE_SCAN_FAIL":
          status.textContent = "已取消登录，可再次扫描";
          return next(2000);
        case "QRCODE_SCAN_ERR":
          return window.location.reload();
        default:
          return next(1000);
      }
    };
    script.src = page.poll + "&callback=jsonpCallback&redirect_uri=" + encodeURIComponent(page.redirect_uri) +
      "&appid=" + page.appid + "&_=" + Date.now();
    script.onerror = function () { next(5000); };
    document.head.appendChild(script);
  }

  // Not before: a page is not loaded while a script is, and those who wait for that would wait for the phone.
  window.addEventListener("load", function () { setTimeout(poll, 100); });
})();
