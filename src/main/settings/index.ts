export { Settings, type CameraSetting, type ClockSetting, type RoomSetting } from './settings.ts';
