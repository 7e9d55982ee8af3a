export { Settings, type DiskSetting, type CameraSetting, type ClockSetting, type MicrophoneSetting, type RoomSetting } from './settings.ts';
export { openKeyFileVault, type SecretVault } from './secret-vault.ts';
