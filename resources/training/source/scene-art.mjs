// The drawn room, as SVG text. `phase` runs from 0 to 1 once per loop of the moving parts; everything else stands still.
const turn = (phase, times = 1, shift = 0) => Math.sin((phase * times + shift) * 2 * Math.PI);

const gradient = (id, stops, direction = 'x1="0" y1="0" x2="0" y2="1"') =>
  `<linearGradient id="${id}" ${direction}>${stops.map(([at, colour]) => `<stop offset="${at}" stop-color="${colour}"/>`).join('')}</linearGradient>`;

const defs = `<defs>
${gradient('wall', [[0, '#b9bfc0'], [0.75, '#cfd2cd'], [1, '#bfc2bc']])}
${gradient('floor', [[0, '#8a8479'], [1, '#6f6a61']])}
${gradient('pad', [[0, '#d9d3c4'], [1, '#c7c0af']])}
${gradient('wood', [[0, '#a5794f'], [1, '#8a6340']])}
${gradient('woodDark', [[0, '#7d5936'], [1, '#664729']])}
${gradient('metal', [[0, '#6a7076'], [1, '#4b5055']])}
${gradient('navy', [[0, '#2b3a55'], [1, '#1d2940']])}
${gradient('sweater', [[0, '#7f8b86'], [1, '#5d6964']])}
${gradient('skin', [[0, '#e6bd9b'], [1, '#d3a37e']])}
${gradient('skinSide', [[0, '#c9966f'], [0.35, '#e2b692'], [1, '#e8c2a2']], 'x1="0" y1="0" x2="1" y2="0"')}
${gradient('screen', [[0, '#dfe9f1'], [1, '#b6c9d8']])}
${gradient('door', [[0, '#8f6c4d'], [1, '#7a5a3e']])}
<radialGradient id="lamp"><stop offset="0" stop-color="#fffdf2" stop-opacity="0.6"/><stop offset="0.5" stop-color="#fffdf2" stop-opacity="0.22"/><stop offset="1" stop-color="#fffdf2" stop-opacity="0"/></radialGradient>
<radialGradient id="vignette" cx="0.5" cy="0.46" r="0.78"><stop offset="0.6" stop-color="#000" stop-opacity="0"/><stop offset="1" stop-color="#0a0f14" stop-opacity="0.42"/></radialGradient>
<filter id="soft" x="-30%" y="-30%" width="160%" height="160%"><feGaussianBlur stdDeviation="12"/></filter>
<filter id="softer" x="-30%" y="-30%" width="160%" height="160%"><feGaussianBlur stdDeviation="5"/></filter>
</defs>`;

const font = "font-family=\"'Noto Sans CJK SC','Noto Sans SC',sans-serif\"";

/** Padded wall panels, as interview rooms have them. */
function padding(x, y, width, height, columns, rows) {
  const [w, h] = [width / columns, height / rows];
  let out = '';
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1)
      out += `<rect x="${x + column * w + 2}" y="${y + row * h + 2}" width="${w - 4}" height="${h - 4}" rx="7" fill="url(#pad)"/>`
        + `<path d="M${x + column * w + 9} ${y + row * h + 6}h${w - 18}" stroke="#efeadd" stroke-width="2.5" opacity="0.65"/>`
        + `<path d="M${x + column * w + 9} ${y + (row + 1) * h - 5}h${w - 18}" stroke="#a79f8c" stroke-width="2.5" opacity="0.5"/>`;
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="#a9a291"/>${out}`;
}

/** The housing of the electronic clock; its digits are painted live. */
const clockPanel = (x, y, width, height) =>
  `<rect x="${x + 5}" y="${y + 9}" width="${width}" height="${height}" rx="12" fill="#000" opacity="0.25" filter="url(#softer)"/>`
  + `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="12" fill="#3b4046"/><rect x="${x + 3}" y="${y + 3}" width="${width - 6}" height="${height - 6}" rx="10" fill="#262a2f"/>`
  + `<rect x="${x + 12}" y="${y + 12}" width="${width - 24}" height="${height - 24}" rx="5" fill="#0b0d0f"/>`;

const sign = (x, y, width, height, text, size, fill = '#1f4e8c') =>
  `<rect x="${x + 2}" y="${y + 4}" width="${width}" height="${height}" rx="5" fill="#000" opacity="0.18"/><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="5" fill="${fill}"/>`
  + `<text x="${x + width / 2}" y="${y + height / 2 + size * 0.36}" ${font} font-size="${size}" font-weight="700" letter-spacing="${size * 0.16}" fill="#fff" text-anchor="middle">${text}</text>`;

function notice(x, y, width, height, title) {
  const lines = Array.from({ length: 7 }, (_, index) => `<rect x="${x + 16}" y="${y + 58 + index * ((height - 70) / 7)}" width="${(width - 32) * (index % 3 === 2 ? 0.6 : 1)}" height="4" rx="2" fill="#9aa3ab"/>`).join('');
  return `<rect x="${x + 3}" y="${y + 5}" width="${width}" height="${height}" rx="3" fill="#000" opacity="0.18"/><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="3" fill="#f7f6f0" stroke="#8d949a" stroke-width="4"/>`
    + `<text x="${x + width / 2}" y="${y + 38}" ${font} font-size="20" font-weight="700" fill="#a32f26" text-anchor="middle">${title}</text>${lines}`;
}

/** The interviewee from the front; the middle of the face is at 0,0. Eyes blink, the head sways, the chest breathes, the right hand taps. */
function interviewee(phase) {
  const sway = turn(phase) * 3.2;
  const tilt = turn(phase, 1, 0.1) * 1.3;
  const breath = turn(phase, 1) * 1.6;
  const isBlinking = Math.abs(phase - 0.5) < 0.03 || Math.abs(phase - 0.12) < 0.02;
  const mouth = 2.2 + Math.max(0, turn(phase, 3)) * (phase > 0.55 && phase < 0.92 ? 4 : 0.6);
  const tap = Math.max(0, turn(phase, 2, 0.3)) * 6;
  const eye = (x) => isBlinking
    ? `<path d="M${x - 10} -7q10 5 20 0" stroke="#5a3f2e" stroke-width="2.4" fill="none"/>`
    : `<ellipse cx="${x}" cy="-8" rx="10" ry="5.4" fill="#f7f3ee"/><circle cx="${x + sway * 0.25}" cy="-8" r="4.7" fill="#3a2a20"/><circle cx="${x + 1.5}" cy="-9.5" r="1.3" fill="#fff"/><path d="M${x - 11} -9q11 -8 22 0" stroke="#4a3425" stroke-width="2.3" fill="none"/>`;
  const body = `
<g transform="translate(0 ${breath})">
  <path d="M-30 62 q30 26 60 0 l4 44 h-68z" fill="#c4916b"/>
  <path d="M-150 330 C-166 190 -140 124 -86 106 C-62 98 -44 92 -32 84 Q0 116 32 84 C44 92 62 98 86 106 C140 124 166 190 150 330 Z" fill="url(#sweater)"/>
  <path d="M-34 84 Q0 124 34 84 l8 7 Q0 142 -42 91z" fill="#48534f"/>
  <path d="M-104 330 C-110 250 -108 212 -98 180" stroke="#4b5652" stroke-width="3.5" fill="none" opacity="0.7"/><path d="M104 330 C110 250 108 212 98 180" stroke="#4b5652" stroke-width="3.5" fill="none" opacity="0.7"/>
  <path d="M-4 142 q3 60 0 180" stroke="#56615d" stroke-width="2.5" fill="none" opacity="0.45"/>
</g>
<g transform="translate(${sway} ${breath * 0.6}) rotate(${tilt} 0 70)">
  <ellipse cx="-58" cy="4" rx="9" ry="16" fill="#cf9d78"/><ellipse cx="58" cy="4" rx="9" ry="16" fill="#d8a883"/>
  <path d="M-57 -22 C-58 -76 -30 -92 0 -92 C30 -92 58 -76 57 -22 C57 22 46 50 22 68 Q0 80 -22 68 C-46 50 -57 22 -57 -22Z" fill="url(#skinSide)"/>
  <path d="M-60 -14 C-68 -74 -44 -106 2 -106 C46 -106 68 -76 60 -14 C58 -30 52 -46 44 -56 C20 -50 -14 -52 -38 -62 C-50 -48 -56 -34 -60 -14Z" fill="#26211f"/>
  <path d="M-38 -62 C-14 -52 20 -50 44 -56 C30 -76 -16 -80 -38 -62Z" fill="#332c29"/>
  <path d="M-37 -25 q13 -8 26 -2" stroke="#2b2320" stroke-width="5" fill="none" stroke-linecap="round"/><path d="M11 -27 q13 -6 26 2" stroke="#2b2320" stroke-width="5" fill="none" stroke-linecap="round"/>
  ${eye(-24)}${eye(24)}
  <path d="M-2 -6 C-4 8 -12 18 -9 23 Q0 29 9 23" stroke="#b07f5c" stroke-width="3" fill="none" stroke-linecap="round"/>
  <ellipse cx="0" cy="44" rx="16" ry="${mouth}" fill="#8f4f43"/><path d="M-18 43 q18 -6 36 0" stroke="#7c4338" stroke-width="2.6" fill="none" stroke-linecap="round"/>
  <path d="M-26 60 q26 16 52 0" stroke="#b98a66" stroke-width="2" fill="none" opacity="0.6"/>
</g>`;
  const hands = `<g transform="translate(0 ${breath * 0.4})">
  <ellipse cx="0" cy="372" rx="120" ry="12" fill="#000" opacity="0.22"/>
  <path d="M-150 300 C-158 350 -140 372 -96 372 L-30 366 L-34 330 L-92 330 C-104 326 -108 306 -108 280Z" fill="#66726d"/><path d="M150 300 C158 350 140 372 96 372 L30 366 L34 330 L92 330 C104 326 108 306 108 280Z" fill="#6b7772"/>
  <path d="M-40 330 q34 -6 52 8 q8 10 2 20 q-6 12 -24 12 l-36 -4z" fill="url(#skin)"/><path d="M4 346 q8 4 10 12 M-6 352 q10 3 12 10" stroke="#b4835f" stroke-width="2.4" fill="none"/>
  <g transform="translate(0 ${-tap})"><path d="M40 330 q-34 -6 -50 8 q-8 10 -2 20 q6 12 24 12 l34 -4z" fill="#dcae89"/><path d="M-4 344 q-8 6 -8 12 M6 350 q-9 4 -10 10" stroke="#b4835f" stroke-width="2.4" fill="none"/></g>
</g>`;
  return { body, hands };
}

/** An officer from behind; the middle of the head is at 0,0. */
function officerFromBehind(phase, { nod, hair, shift }) {
  const tilt = turn(phase, 1, shift) * nod;
  const breath = turn(phase, 1, shift) * 2;
  return `
<g transform="translate(0 ${breath})">
  <path d="M-190 420 C-200 250 -176 150 -104 122 C-72 110 -50 104 -42 78 H42 C50 104 72 110 104 122 C176 150 200 250 190 420Z" fill="url(#navy)"/>
  <path d="M-46 86 Q0 112 46 86 l10 20 Q0 138 -56 106z" fill="#22304a"/>
  <path d="M-128 134 l44 -20 l10 18 l-46 22z" fill="#141d30"/><path d="M128 134 l-44 -20 l-10 18 l46 22z" fill="#141d30"/>
  <path d="M-116 130 l18 -8 M116 130 l-18 -8" stroke="#c9ced6" stroke-width="4"/>
  <path d="M0 124 C4 220 2 320 0 420" stroke="#18223a" stroke-width="3" opacity="0.8"/><path d="M-134 420 C-142 320 -140 260 -128 206 M134 420 C142 320 140 260 128 206" stroke="#162036" stroke-width="4" fill="none"/>
</g>
<g transform="rotate(${tilt} 0 90) translate(${tilt * 1.2} 0)">
  <path d="M-36 54 h72 l4 42 q-40 22 -80 0z" fill="#c08f69"/>
  <ellipse cx="-70" cy="12" rx="10" ry="19" fill="#d3a37e"/><ellipse cx="70" cy="12" rx="10" ry="19" fill="#d3a37e"/>
  <path d="M-70 0 C-74 -78 -40 -100 0 -100 C40 -100 74 -78 70 0 C70 44 54 72 36 80 Q0 88 -36 80 C-54 72 -70 44 -70 0Z" fill="${hair}"/>
  <path d="M-50 -44 C-30 -84 24 -88 48 -50" stroke="#fff" stroke-width="7" opacity="0.07" fill="none"/>
  <path d="M-44 76 Q0 66 44 76 L38 92 Q0 84 -38 92Z" fill="#cb9b75"/>
</g>`;
}

export const overview = {
  width: 1920, height: 1080,
  draw: (phase) => `${defs}
<rect width="1920" height="1080" fill="url(#wall)"/>
<rect x="0" y="0" width="1920" height="26" fill="#9da3a4"/>
${padding(0, 318, 1920, 322, 12, 2)}
<rect x="0" y="306" width="1920" height="14" fill="#8b7a61"/>
<ellipse cx="960" cy="0" rx="820" ry="520" fill="url(#lamp)"/>
<rect x="0" y="640" width="1920" height="440" fill="url(#floor)"/><rect x="0" y="632" width="1920" height="20" fill="#6d6455"/>
<g stroke="#7d776c" stroke-width="2" opacity="0.7"><path d="M0 742H1920M0 872H1920M330 652L40 1080M620 652L450 1080M930 652L900 1080M1240 652L1380 1080M1540 652L1850 1080"/></g>
<g><rect x="86" y="190" width="250" height="454" fill="#6d4f35"/><rect x="100" y="204" width="222" height="440" fill="url(#door)"/><rect x="126" y="230" width="170" height="140" rx="3" fill="#7d5d40"/><rect x="126" y="400" width="170" height="206" rx="3" fill="#7d5d40"/><rect x="178" y="246" width="66" height="104" rx="3" fill="#aebdc6"/><circle cx="302" cy="440" r="9" fill="#d7cfae"/></g>
${sign(126, 138, 170, 44, '讯问室', 26)}
${notice(430, 138, 170, 162, '权利义务告知')}
${sign(700, 158, 400, 64, '全程同步录音录像', 35, '#8f2f28')}
${clockPanel(1180, 76, 390, 186)}
<g><rect x="1718" y="92" width="30" height="64" rx="4" fill="#e8e9e8"/><path d="M1700 150 h66 l-8 30 h-50z" fill="#e2e4e4"/><circle cx="1733" cy="182" r="20" fill="#1c2126"/><circle cx="1733" cy="182" r="9" fill="#37424c"/><circle cx="1738" cy="177" r="3" fill="#8aa4b8"/></g>
<rect x="790" y="0" width="340" height="20" rx="5" fill="#fdfcf4"/>
<ellipse cx="962" cy="770" rx="300" ry="44" fill="#000" opacity="0.28" filter="url(#soft)"/>
<g transform="translate(960 0)">
  <path d="M-132 440 q132 -34 264 0 l8 240 h-280z" fill="#3f464b"/><path d="M-118 452 q118 -28 236 0 l4 60 h-244z" fill="#4d555b"/>
</g>
<g transform="translate(960 420) scale(0.86)">${interviewee(phase).body}</g>
<g transform="translate(960 0)">
  <path d="M-214 696 h428 l26 54 h-480z" fill="url(#wood)"/><path d="M-240 750 h480 v16 h-480z" fill="#6f4e30"/><path d="M-206 766 h412 v92 h-412z" fill="url(#woodDark)"/><path d="M-206 766 h412 v10 h-412z" fill="#000" opacity="0.22"/>
  <path d="M134 712 h40 l6 20 h-48z" fill="#f2f2ec"/><path d="M-182 714 l50 -2 l2 20 l-60 2z" fill="#f6f5ef"/>
</g>
<g transform="translate(960 420) scale(0.86)">${interviewee(phase).hands}</g>
<ellipse cx="960" cy="1052" rx="900" ry="70" fill="#000" opacity="0.35" filter="url(#soft)"/>
<path d="M250 880 h1420 l70 92 h-1560z" fill="url(#wood)"/><path d="M250 880 h1420 l4 6 h-1428z" fill="#c39a6c"/><path d="M180 972 h1560 v108 h-1560z" fill="url(#woodDark)"/>
<g><path d="M820 690 h250 a10 10 0 0 1 10 10 v150 a10 10 0 0 1 -10 10 h-250 a10 10 0 0 1 -10 -10 v-150 a10 10 0 0 1 10 -10z" fill="#2a2e33" transform="translate(226 34)"/></g>
<g transform="translate(226 34)"><path d="M905 860 h80 l10 40 h-100z" fill="#3a3f45"/><ellipse cx="945" cy="902" rx="84" ry="10" fill="#33383d"/><rect x="826" y="706" width="238" height="132" rx="3" fill="#3a4047"/><circle cx="945" cy="772" r="15" fill="#4a5158"/></g>
<g transform="translate(760 892)"><path d="M0 0 h150 l20 48 h-186z" fill="#f5f4ee"/><path d="M14 11 h120 M11 21 h126 M8 31 h84" stroke="#a9b0b6" stroke-width="3"/></g>
<g transform="translate(960 902)"><rect x="-12" y="-74" width="6" height="80" rx="3" fill="#3a3f44"/><rect x="-18" y="-104" width="18" height="40" rx="9" fill="#22262a"/><ellipse cx="-9" cy="8" rx="34" ry="9" fill="#2c3034"/></g>
<g transform="translate(984 906)"><path d="M0 0 l8 -44 h36 l8 44z" fill="#dfe6ea"/><ellipse cx="26" cy="-44" rx="18" ry="5" fill="#b9c7cf"/></g>
<g transform="translate(560 800) scale(0.98)">${officerFromBehind(phase, { nod: 2.4, hair: '#1f1b1a', shift: 0.35 })}</g>
<g transform="translate(1420 806) scale(0.98)">${officerFromBehind(phase, { nod: 1.1, hair: '#2a2523', shift: 0.8 })}</g>
<rect width="1920" height="1080" fill="url(#vignette)"/>`,
  strips: [
    { file: 'overview-interviewee.png', x: 808, y: 312, width: 304, height: 452 },
    { file: 'overview-officer.png', x: 464, y: 688, width: 192, height: 240 },
  ],
};

export const close = {
  width: 1280, height: 720,
  draw: (phase) => `${defs}
<rect width="1280" height="720" fill="url(#wall)"/>
${padding(0, 236, 1280, 420, 5, 2)}
<rect x="0" y="222" width="1280" height="15" fill="#8b7a61"/>
<ellipse cx="640" cy="-40" rx="760" ry="520" fill="url(#lamp)"/>
${sign(86, 128, 330, 62, '全程同步录音录像', 30, '#8f2f28')}
${clockPanel(862, 42, 360, 164)}
<g transform="translate(640 0)"><ellipse cx="0" cy="470" rx="330" ry="230" fill="#000" opacity="0.16" filter="url(#soft)"/><path d="M-236 360 q236 -70 472 0 l18 360 h-508z" fill="#3f464b"/><path d="M-212 378 q212 -58 424 0 l6 90 h-436z" fill="#4d555b"/></g>
<g transform="translate(640 262) scale(1.18)">${interviewee(phase).body}</g>
<path d="M150 640 h980 l90 80 h-1160z" fill="url(#wood)"/><path d="M150 640 h980 l6 5 h-992z" fill="#c39a6c"/>
<g transform="translate(930 640)"><path d="M0 30 l8 -56 h46 l8 56z" fill="#dfe6ea"/><ellipse cx="31" cy="-26" rx="23" ry="6" fill="#b9c7cf"/></g>
<path d="M268 672 l130 -4 l8 30 l-156 4z" fill="#f6f5ef"/><path d="M286 680 h92 M282 690 h74" stroke="#a9b0b6" stroke-width="3"/>
<g transform="translate(640 262) scale(1.18)">${interviewee(phase).hands}</g>
<rect width="1280" height="720" fill="url(#vignette)"/>`,
  strips: [{ file: 'interviewee-person.png', x: 452, y: 128, width: 376, height: 592 }],
};

export const picturesPerLoop = 24;
