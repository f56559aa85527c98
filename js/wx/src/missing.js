/** The APIs of WeChat that a pretend phone does not have: each is there, and says so when a page calls it. */

import { asynchronous, failure, forgettable } from './calling.js';

/** @typedef {import('./phone.js').Phone} Phone */

/** What never happens here: `onX` and `offX` take a listener, and nobody calls it. */
const EVENTS = `
  AccelerometerChange AfterPageLoad AfterPageUnload ApiCategoryChange AppHide AppRoute AppRouteDone AppShow
  AudioInterruptionBegin AudioInterruptionEnd BLECharacteristicValueChange BLEConnectionStateChange BLEMTUChange
  BLEPeripheralConnectionStateChanged BackgroundAudioPause BackgroundAudioPlay BackgroundAudioStop BackgroundFetchData
  BatteryInfoChange BeaconServiceChange BeaconUpdate BeforeAppRoute BeforePageLoad BeforePageUnload
  BluetoothAdapterStateChange BluetoothDeviceFound CompassChange CopyUrl DeviceMotionChange
  EmbeddedMiniProgramHeightChange Error GeneratePoster GetWifiList GyroscopeChange HCEMessage KeyDown KeyUp
  KeyboardHeightChange LazyLoadError LocalServiceDiscoveryStop LocalServiceFound LocalServiceLost
  LocalServiceResolveFail LocationChange LocationChangeError MemoryWarning MenuButtonBoundingClientRectWeightChange
  NetworkStatusChange NetworkWeakChange PageNotFound ParallelStateChange ScreenRecordingStateChanged SocketClose
  SocketError SocketMessage SocketOpen ThemeChange UnhandledRejection UserCaptureScreen UserOffTranslation
  UserTriggerTranslation VoIPChatInterrupted VoIPChatMembersChanged VoIPChatSpeakersChanged VoIPChatStateChanged
  VoIPVideoMembersChanged WifiConnected WifiConnectedWithPartialInfo WindowResize WindowStateChange
`;

/** What fails, by callback or promise. */
const ASYNCHRONOUS = `
  addCard addFileToFavorites addPaymentPassFinish addPaymentPassGetCertificateData addPhoneCalendar addPhoneContact
  addPhoneRepeatCalendar addVideoToFavorites authPrivateMessage authorizeForMiniProgram batchGetStorage
  batchSetStorage bindEmployeeRelation canAddSecureElementPass cancelIdleCallback canvasGetImageData
  canvasPutImageData canvasToTempFilePath checkDeviceSupportHevc checkEmployeeRelation checkIsAddedToMyMiniProgram
  checkIsOpenAccessibility checkIsSoterEnrolledInDevice checkIsSupportFacialRecognition
  checkIsSupportSoterAuthentication checkTransitCardSupport chooseAddress chooseContact chooseImage chooseInvoice
  chooseInvoiceTitle chooseLicensePlate chooseLocation chooseMedia chooseMessageFile choosePoi chooseVideo
  closeBLEConnection closeBluetoothAdapter closeSocket compressImage compressVideo connectSocket connectWifi
  createBLEConnection createBLEPeripheralServer cropImage deleteTransitCard editImage enterChatToolMode exitVoIPChat
  faceDetect getAvailableAudioSources getBLEDeviceCharacteristics getBLEDeviceRSSI getBLEDeviceServices getBLEMTU
  getBackgroundAudioPlayerState getBackgroundFetchData getBackgroundFetchToken getBatteryInfo getBeacons
  getBluetoothAdapterState getBluetoothDevices getChannelsLiveInfo getChannelsLiveNoticeInfo getChannelsShareKey
  getChatToolInfo getCommonConfig getConnectedBluetoothDevices getConnectedWifi getDeviceBenchmarkInfo
  getDeviceVoIPList getFuzzyLocation getGroupEnterInfo getHCEState getImageInfo getInferenceEnvInfo getLocalIPAddress
  getLocation getRandomValues getRendererUserAgent getScreenBrightness getScreenRecordingState getSecureElementPasses
  getSelectedTextRange getShareInfo getShowSplashAdStatus getSkylineInfo getTransitCardCPLC getTransitCardInfo
  getTransitCardList getVideoInfo getWeRunData getWifiList initFaceDetect isBluetoothDevicePaired issueTransitCard
  join1v1Chat joinVoIPChat jumpToOfflinePay loadBuiltInFontFace makeBluetoothPair navigateBackMiniProgram
  navigateToMiniProgram notifyBLECharacteristicValueChange notifyGroupMembers openAppAuthorizeSetting
  openBluetoothAdapter openCard openChannelsActivity openChannelsEvent openChannelsLive openChannelsLiveNoticeInfo
  openChannelsUserProfile openChatTool openCustomerServiceChat openDesignerProfile openDocument
  openEmbeddedMiniProgram openHKOfflinePayView openInquiriesTopic openLocation openOfficialAccountArticle
  openOfficialAccountChat openOfficialAccountProfile openSingleStickerView openStickerIPView openStickerSetView
  openStoreCouponDetail openStoreOrderDetail openSystemBluetoothSetting openVideoEditor pauseBackgroundAudio
  pauseVoice playBackgroundAudio playVoice postMessageToReferrerMiniProgram postMessageToReferrerPage
  preDownloadSubpackage preloadAssets preloadSkylineView previewMedia readBLECharacteristicValue rechargeTransitCard
  removeSecureElementPass requestAppleSubscribeSign requestCommonPayment requestDeviceVoIP requestFacialVerify
  requestIdleCallback requestMerchantTransfer requestOrderPayment requestPayment requestPluginPayment
  requestSubscribeDeviceMessage requestSubscribeEmployeeMessage requestSubscribeMessage requestVirtualPayment
  reserveChannelsLive restartMiniProgram revokeBufferURL rewriteRoute saveFileToDisk saveImageToPhotosAlbum
  saveVideoToPhotosAlbum scanCode seekBackgroundAudio selectGroupMembers sendHCEMessage sendSms sendSocketMessage
  setBLEMTU setBackgroundFetchToken setEnable1v1Chat setInnerAudioOption setScreenBrightness setTopBarText
  setVisualEffectOnCapture setWifiList setWindowSize shareAppMessageToGroup shareEmojiToGroup shareFileMessage
  shareFileToGroup shareImageToGroup shareToOfficialAccount shareToWeRun shareVideoMessage shareVideoToGroup
  showRedPackage showShareImageMenu startAccelerometer startBeaconDiscovery startBluetoothDevicesDiscovery
  startCompass startDeviceMotionListening startGyroscope startHCE startLocalServiceDiscovery startLocationUpdate
  startLocationUpdateBackground startRecord startSoterAuthentication startWifi stopAccelerometer stopBackgroundAudio
  stopBeaconDiscovery stopBluetoothDevicesDiscovery stopCompass stopDeviceMotionListening stopFaceDetect stopGyroscope
  stopHCE stopLocalServiceDiscovery stopLocationUpdate stopRecord stopVoice stopWifi subscribeVoIPVideoMembers
  updateVoIPChatMuteConfig updateWeChatApp writeBLECharacteristicValue
`;

/** What throws. */
const SYNCHRONOUS = `
  batchGetStorageSync batchSetStorageSync checkIsPictureInPictureActive createAudioContext createBufferURL
  createCacheManager createCameraContext createCanvasContext createGlobalPayment createInferenceSession
  createInnerAudioContext createIntersectionObserver createInterstitialAd createLivePlayerContext
  createLivePusherContext createMapContext createMediaAudioPlayer createMediaContainer createMediaRecorder
  createOffscreenCanvas createRewardedVideoAd createSelectorQuery createTCPSocket createUDPSocket createVKSession
  createVideoContext createVideoDecoder createWebAudioContext createWorker getApiCategory getBackgroundAudioManager
  getBatteryInfoSync getExptInfoSync getFileSystemManager getNFCAdapter getPerformance getPluginUpdateManager
  getRecorderManager getSkylineInfoSync getXrFrameSystem isVKSupport
`;

/**
 * @param {string} text
 * @returns {string[]}
 */
const words = (text) => text.trim().split(/\s+/);

/** Their names, without those of the listeners. */
export const MISSING = new Set(words(ASYNCHRONOUS).concat(words(SYNCHRONOUS)));

/**
 * @param {Phone} phone
 * @returns {{[api: string]: (...args: any[]) => any}}
 */
export function missingApis(phone) {
  /** @type {{[api: string]: (...args: any[]) => any}} */
  const apis = {};
  for (const event of words(EVENTS)) {
    apis[`on${event}`] = () => {};
    apis[`off${event}`] = () => {};
  }
  for (const api of words(ASYNCHRONOUS)) {
    apis[api] = forgettable(asynchronous(() => Promise.reject(failure(api, noted(phone, api)))));
  }
  for (const api of words(SYNCHRONOUS)) {
    apis[api] = () => {
      throw new Error(`wx.${api}: ${noted(phone, api)}`);
    };
  }
  return apis;
}

/**
 * @param {Phone} phone
 * @param {string} api
 * @returns {string} why it fails
 */
function noted(phone, api) {
  const why = `mockwx does not have it: give wx.${api} | mockwx 没有此接口，请自行提供 wx.${api}`;
  if (phone.missing.indexOf(api) < 0) {
    phone.missing.push(api);
    if (typeof console !== 'undefined') console.warn(`wx.${api}: ${why}`);
  }
  return why;
}
