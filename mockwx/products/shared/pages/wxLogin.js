/* mockwx: wxLogin.js as WeChat serves it, for tests. Like WeChat's, it encodes nothing: encode redirect_uri yourself. */
!function (window, document) {
  function WxLogin(given) {
    var self = given.self_redirect === true ? "true" : given.self_redirect === false ? "false" : "default";
    var src = $page + "?appid=" + given.appid + "&scope=" + given.scope + "&redirect_uri=" + given.redirect_uri
      + "&state=" + given.state + "&login_type=jssdk&self_redirect=" + self
      + "&styletype=" + (given.styletype || "") + "&sizetype=" + (given.sizetype || "")
      + "&bgcolor=" + (given.bgcolor || "") + "&rst=" + (given.rst || "");
    src += given.style ? "&style=" + given.style : "";
    src += given.href ? "&href=" + given.href : "";
    src += given.lang === "en" ? "&lang=en" : "";
    src += given.stylelite === 1 ? "&stylelite=1" : "";
    src += given.fast_login === 0 ? "&fast_login=0" : "";
    var frame = document.createElement("iframe");
    frame.src = src;
    frame.frameBorder = "0";
    frame.allowTransparency = "true";
    frame.scrolling = "no";
    frame.width = "300px";
    frame.height = "400px";
    // The last two are not WeChat's: a link on mockwx's page opens the phone's side in a window of its own.
    frame.setAttribute("sandbox", "allow-scripts allow-top-navigation allow-same-origin "
      + "allow-popups allow-popups-to-escape-sandbox");
    var place = document.getElementById(given.id);
    place.innerHTML = "";
    place.appendChild(frame);
  }
  window.WxLogin = WxLogin;
}(window, document);
