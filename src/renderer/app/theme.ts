import type { ThemeConfig } from 'antd';

/** Quiet ink on paper. Red belongs to recording, interruption and alarm alone. */
export const theme: ThemeConfig = {
  token: {
    colorPrimary: '#1b4b72', colorInfo: '#1b4b72', colorError: '#b3231b', colorSuccess: '#17633a', colorWarning: '#8a5300', colorLink: '#1b4b72',
    colorText: '#17222d', colorTextSecondary: '#4a5a69', colorTextTertiary: '#566675', colorTextPlaceholder: '#62717f', colorTextDescription: '#4a5a69', colorTextDisabled: '#5f6d7a',
    colorBorder: '#8fa0af', colorBgLayout: '#e9edf1', borderRadius: 4, fontFamily: 'var(--fonts)', fontSize: 15, controlHeight: 36, controlHeightLG: 46, motionDurationMid: '0.1s', motionDurationSlow: '0.15s',
  },
  components: { Form: { itemMarginBottom: 12, verticalLabelPadding: '0 0 2px' }, Tabs: { horizontalMargin: '0 0 12px 0' }, Segmented: { itemColor: '#33424f' } },
};
