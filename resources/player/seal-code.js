'use strict';
/* Seal codes as they are typed, or scanned from the QR code of the paper: shilu-seal:CODE:SHA-256 of the manifest (docs/format.md, "Seal code"). */
var shiluSealCode = (function () {
  var symbols = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
  function plain(text) { return text.toUpperCase().replace(/[^0-9A-Z]/g, ''); }
  function grouped(code) { return code.match(/.{4}/g).join('-'); }
  /* What was typed or scanned: {code, sha256}, or null when it is no seal code. A scanner may change the case and swallow signs. */
  function read(text) {
    var scanned = /^\s*shilu.?seal\W*([0-9a-z-]{20,24})\W*([0-9a-f]{64})\s*$/i.exec(text);
    var code = plain(scanned ? scanned[1] : text);
    if (code.length !== 20) return null;
    var digits = code.split('').map(function (symbol) { return symbols.indexOf(symbol); });
    if (digits.indexOf(-1) >= 0) return null;
    var check = digits.slice(0, 19).reduce(function (sum, digit, index) { return sum + digit * (index + 1); }, 0) % 31;
    return check === digits[19] ? { code: grouped(code), sha256: scanned ? scanned[2].toLowerCase() : '' } : null;
  }
  function of(sha256) {
    var base = BigInt(31), rest = BigInt('0x' + sha256) % base ** BigInt(19), digits = [];
    for (var i = 0; i < 19; i++) { digits.unshift(Number(rest % base)); rest /= base; }
    digits.push(digits.reduce(function (sum, digit, index) { return sum + digit * (index + 1); }, 0) % 31);
    return grouped(digits.map(function (digit) { return symbols.charAt(digit); }).join(''));
  }
  return { read: read, of: of };
})();
