// As WeChat's own page: a script is loaded, it sets wx_errcode and wx_code, and the number says what comes next.
(function () {
  var page = $page;
  var embedded = window.top !== window;

  function show(name) {
    document.querySelectorAll(".js_status").forEach(function (each) {
      each.hidden = !each.classList.contains(name);
    });
  }

  function leadOn(code) {
    var url = page.redirect_uri;
    url += (url.indexOf("?") > -1 ? "&" : "?") + "code=" + code + "&state=" + page.state;
    if (embedded && page.self_redirect !== "true") {
      window.top.location = url;
    } else {
      window.location = url;
    }
  }

  function poll(last) {
    var script = document.createElement("script");
    var over = false;
    function next(milliseconds, last) {
      if (over) return;
      over = true;
      script.remove();
      setTimeout(function () { poll(last); }, milliseconds);
    }
    window.wx_errcode = undefined;
    script.src = page.poll + (last ? "&last=" + last : "") + "&_=" + Date.now();
    script.onload = function () {
      switch (window.wx_errcode) {
        case 405:
          return leadOn(window.wx_code);
        case 404:
          show("js_wx_after_scan");
          return next(100, 404);
        case 403:
          show("js_wx_after_cancel");
          return next(2000, 403);
        case 402:
        case 500:
          return window.location.reload();
        case 408:
          return next(2000, last);
        default:
          return next(5000, last);
      }
    };
    script.onerror = function () { next(5000, last); };
    setTimeout(function () { next(0, last); }, 60000);
    document.head.appendChild(script);
  }

  // Not before: a page is not loaded while a script is, and those who wait for that would wait for the phone.
  window.addEventListener("load", function () { setTimeout(poll, 100); });
})();
