// The login that every page shares: a code of wx.login for a session of our own backend.
App({
  globalData: { session: null },

  onLaunch() {
    this.login();
  },

  login() {
    wx.login({
      success: ({ code }) => {
        wx.request({
          url: 'https://example.com/onLogin',
          method: 'POST',
          data: { code },
          success: ({ statusCode, data }) => {
            if (statusCode !== 200) return wx.showToast({ title: '登录失败', icon: 'error' });
            this.globalData.session = data.session;
            wx.setStorageSync('session', data.session);
            if (this.onSession) this.onSession(data);
          },
          fail: ({ errMsg }) => wx.showToast({ title: errMsg, icon: 'none' }),
        });
      },
      fail: ({ errMsg }) => wx.showToast({ title: errMsg, icon: 'none' }),
    });
  },
});
