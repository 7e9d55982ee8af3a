import type { NewAccount } from '../custody/index.ts';

/** The people of the training room. Their PINs are shown on its login screen; a real room never has these accounts. */
export const trainingAccounts: readonly NewAccount[] = [
  { account: 'officer1', name: '训练民警甲', role: 'officer', pin: '1111', badgeNumber: 'TRAIN-1', sex: 'male' },
  { account: 'officer2', name: '训练民警乙', role: 'officer', pin: '2222', badgeNumber: 'TRAIN-2', sex: 'female' },
  { account: 'attendant', name: '训练值守员', role: 'attendant', pin: '3333', badgeNumber: 'TRAIN-3', sex: 'female' },
  { account: 'legal', name: '训练法制员', role: 'legal', pin: '4444', badgeNumber: 'TRAIN-4', sex: 'male' },
  { account: 'admin', name: '训练管理员', role: 'administrator', pin: '5555', badgeNumber: 'TRAIN-5', sex: 'male' },
  { account: 'supervisor', name: '训练负责人', role: 'supervisor', pin: '6666', badgeNumber: 'TRAIN-6', sex: 'female' },
  { account: 'chief', name: '训练局领导', role: 'chief', pin: '7777', badgeNumber: 'TRAIN-7', sex: 'male' },
];
