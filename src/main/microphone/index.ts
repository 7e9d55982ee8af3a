export { deviceArguments, type SoundDevice, type SoundDeviceAddress } from './sound-device.ts';
export { listSoundDevices, soundSystemsOf, type DeviceList, type SoundSystem } from './list-devices.ts';
export { deviceProblem } from './device-problem.ts';
export { DeviceEar } from './device-ear.ts';
