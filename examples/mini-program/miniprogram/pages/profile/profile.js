// The old way: the person's profile by getUserProfile or getUserInfo, real until WeChat recalled it.
Page({
  data: {
    userInfo: {},
    hasUserInfo: false,
    problem: '',
    canIUseGetUserProfile: wx.canIUse('getUserProfile'),
  },

  getUserProfile() {
    wx.getUserProfile({
      desc: '用于完善会员资料',
      success: ({ userInfo }) => this.setData({ userInfo, hasUserInfo: true }),
      fail: ({ errMsg }) => this.setData({ problem: errMsg }),
    });
  },

  getUserInfo({ detail }) {
    if (detail.userInfo) this.setData({ userInfo: detail.userInfo, hasUserInfo: true });
    else this.setData({ problem: detail.errMsg });
  },
});
