export { ChooseFile, type ChosenFile } from './choose-file.tsx';
export { saveFile } from './save-file.ts';
export { base64Of } from './base64.ts';
export { Panel } from './panel.tsx';
export { Refusal } from './refusal.tsx';
export { Locks } from './locks.tsx';
export { CameraPicture } from './camera-picture.tsx';
export { LevelMeter } from './level-meter.tsx';
export { MicrophoneStrip } from './microphone-strip.tsx';
export { ClockBadge } from './clock-badge.tsx';
export { ReconciliationTable } from './reconciliation-table.tsx';
export { PlayedSpan } from './played-span.tsx';
export { SealSheetButton } from './seal-sheet-button.tsx';
export { SealCode } from './seal-code.tsx';
export { PacketReportView } from './packet-report.tsx';
export { LanguageSwitch } from './language-switch.tsx';
export { LineBanners } from './line-banners.tsx';
export { AccountForm } from './account-form.tsx';
export { AlarmList } from './alarm-list.tsx';
export { CallBanner } from './call-banner.tsx';
export { breakRemarks } from './break-remarks.ts';
export { clockTime, dateTime, duration, plusMinus } from './times.ts';
export {
  ArrowLeftOutlined, MedicineBoxOutlined, PhoneFilled, UndoOutlined, UserAddOutlined, ArrowRightOutlined, AudioOutlined, CheckCircleFilled, CheckCircleOutlined, ClockCircleOutlined, CloseCircleFilled, CoffeeOutlined, DisconnectOutlined, ExclamationCircleFilled, ExperimentOutlined, FileTextOutlined, FormOutlined, HddOutlined, HomeOutlined, LockFilled, LockOutlined, LogoutOutlined, ReloadOutlined, SearchOutlined, SoundOutlined, StopOutlined, WarningFilled,
} from './icons.ts';
export { Pad } from './pad.tsx';
