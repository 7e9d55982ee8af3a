'use strict';
/* SHA-256 (FIPS 180-4), piece by piece: browsers hash only what lies in memory as a whole, and none at all for a page that they do not trust. */
var ShiluSha256 = (function () {
  var primes = [];
  for (var n = 2; primes.length < 64; n++) if (primes.every(function (p) { return n % p !== 0; })) primes.push(n);
  function fraction(value) { return ((value - Math.floor(value)) * 4294967296) | 0; }
  var start = primes.slice(0, 8).map(function (p) { return fraction(Math.sqrt(p)); });
  var constants = new Int32Array(primes.map(function (p) { return fraction(Math.cbrt(p)); }));
  function Sha256() {
    this.state = new Int32Array(start);
    this.block = new Uint8Array(64);
    this.filled = 0;
    this.bytes = 0;
    this.words = new Int32Array(64);
  }
  Sha256.prototype.update = function (data) {
    this.bytes += data.length;
    var at = 0;
    if (this.filled > 0) {
      at = Math.min(64 - this.filled, data.length);
      this.block.set(data.subarray(0, at), this.filled);
      this.filled += at;
      if (this.filled < 64) return this;
      this.mix(this.block, 0);
      this.filled = 0;
    }
    for (; at + 64 <= data.length; at += 64) this.mix(data, at);
    this.block.set(data.subarray(at), 0);
    this.filled = data.length - at;
    return this;
  };
  Sha256.prototype.mix = function (data, at) {
    var w = this.words, s = this.state, i, x, y, t1, t2;
    for (i = 0; i < 16; i++, at += 4) w[i] = (data[at] << 24) | (data[at + 1] << 16) | (data[at + 2] << 8) | data[at + 3];
    for (; i < 64; i++) {
      x = w[i - 15]; y = w[i - 2];
      w[i] = (w[i - 16] + w[i - 7] + (((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)) + (((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10))) | 0;
    }
    var a = s[0], b = s[1], c = s[2], d = s[3], e = s[4], f = s[5], g = s[6], h = s[7];
    for (i = 0; i < 64; i++) {
      t1 = (h + (((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))) + ((e & f) ^ (~e & g)) + constants[i] + w[i]) | 0;
      t2 = ((((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
    }
    s[0] = (s[0] + a) | 0; s[1] = (s[1] + b) | 0; s[2] = (s[2] + c) | 0; s[3] = (s[3] + d) | 0;
    s[4] = (s[4] + e) | 0; s[5] = (s[5] + f) | 0; s[6] = (s[6] + g) | 0; s[7] = (s[7] + h) | 0;
  };
  /* Lower-case hexadecimal; nothing may be added afterwards. */
  Sha256.prototype.hex = function () {
    var bits = this.bytes;
    var tail = new Uint8Array((this.filled < 56 ? 64 : 128) - this.filled);
    tail[0] = 0x80;
    var view = new DataView(tail.buffer);
    view.setUint32(tail.length - 8, Math.floor(bits / 536870912));
    view.setUint32(tail.length - 4, (bits * 8) >>> 0);
    this.update(tail);
    return Array.prototype.map.call(this.state, function (word) { return ('0000000' + (word >>> 0).toString(16)).slice(-8); }).join('');
  };
  return Sha256;
})();
