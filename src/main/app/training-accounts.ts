import type { NewAccount } from '../custody/index.ts';

/** The people of the training room. Their PINs are shown on its login screen; a real room never has these accounts. */
export const trainingAccounts: readonly NewAccount[] = [
  { account: 'officer1', name: '训练民警甲', role: 'officer', pin: '1111' },
  { account: 'officer2', name: '训练民警乙', role: 'officer', pin: '2222' },
  { account: 'attendant', name: '训练值守员', role: 'attendant', pin: '3333' },
  { account: 'legal', name: '训练法制员', role: 'legal', pin: '4444' },
  { account: 'admin', name: '训练管理员', role: 'administrator', pin: '5555' },
];
