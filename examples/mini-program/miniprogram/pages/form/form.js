// The way since the recall: the person fills in avatar and nickname, and gives a phone number by a tap.
const DEFAULT_AVATAR =
  'https://mmbiz.qpic.cn/mmbiz/icTdbqWNOwNRna42FI242Lcia07jQodd2FJGIYQfG0LAJGFxM4FbnQP6yfMxBgJ0F3YRqJCJ1aPAK2dQagdusBZg/0';

Page({
  data: { avatarUrl: DEFAULT_AVATAR, openid: '', saved: {}, problem: '' },

  onLoad() {
    getApp().onSession = ({ openid }) => this.setData({ openid });
  },

  // The path is this phone's only: the backend gets the picture.
  onChooseAvatar({ detail }) {
    this.setData({ avatarUrl: detail.avatarUrl });
    wx.uploadFile({
      url: 'https://example.com/avatar',
      filePath: detail.avatarUrl,
      name: 'avatar',
      header: { Authorization: wx.getStorageSync('session') },
      success: ({ data }) => this.setData({ 'saved.avatar': JSON.parse(data).bytes }),
    });
  },

  onReview({ detail }) {
    this.setData({ problem: detail.pass ? '' : '昵称未通过审核' });
  },

  onSubmit({ detail }) {
    this.post('profile', { nickname: detail.value.nickname });
  },

  onPhoneNumber({ detail }) {
    if (!detail.code) return this.setData({ problem: detail.errMsg });
    this.post('phone', { code: detail.code });
  },

  post(path, data) {
    wx.request({
      url: `https://example.com/${path}`,
      method: 'POST',
      header: { Authorization: wx.getStorageSync('session') },
      data,
      success: ({ data: saved }) => this.setData({ saved: { ...this.data.saved, ...saved }, problem: '' }),
    });
  },
});
