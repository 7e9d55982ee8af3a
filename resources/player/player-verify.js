'use strict';
/* Checks the whole packet in the page: every file against the manifest, nothing left out or put in, and the signatures.
   A page opened from a medium may not read the files beside it; so the reader gives it the folder. */
var shiluVerify = (function () {
  var chunk = 4 << 20;
  var wholeLimit = 256 << 20;
  var subtle = window.crypto && window.crypto.subtle;
  var tags = ['bag-info.txt', 'bagit.txt', 'manifest-sha256.txt'];
  var signed = [['data/manifest.json', 'data/manifest.json.p7s'], ['data/closing.json', 'data/closing.json.p7s'], ['tagmanifest-sha256.txt', 'tagmanifest-sha256.txt.p7s']];

  function hex(bytes) { return Array.prototype.map.call(new Uint8Array(bytes), function (b) { return ('0' + b.toString(16)).slice(-2); }).join(''); }

  async function hashFile(file, onBytes) {
    if (subtle && file.size <= wholeLimit) {
      var digest = await subtle.digest('SHA-256', await file.arrayBuffer());
      onBytes(file.size);
      return hex(digest);
    }
    var hash = new ShiluSha256();
    for (var at = 0; at < file.size; at += chunk) {
      var piece = new Uint8Array(await file.slice(at, at + chunk).arrayBuffer());
      hash.update(piece);
      onBytes(piece.length);
    }
    return hash.hex();
  }

  /* The files of the packet by their path in it: the folder with bagit.txt is the packet, whichever folder was given. */
  function packetFiles(list) {
    var files = new Map();
    Array.prototype.forEach.call(list, function (file) { files.set(file.webkitRelativePath || file.name, file); });
    var root = Array.from(files.keys()).filter(function (path) { return /(^|\/)bagit\.txt$/.test(path); }).sort(function (a, b) { return a.length - b.length; })[0];
    if (root === undefined) return null;
    var before = root.slice(0, -'bagit.txt'.length);
    var inside = new Map();
    files.forEach(function (file, path) { if (path.indexOf(before) === 0) inside.set(path.slice(before.length), file); });
    return inside;
  }

  function manifestLines(text) {
    var lines = new Map();
    text.split('\n').forEach(function (line) { if (line !== '') lines.set(line.slice(66), line.slice(0, 64)); });
    return lines;
  }

  /* ---- DER, as little of it as a CMS signature needs ---- */
  function node(bytes, at) {
    var length = bytes[at + 1], head = 2;
    if (length & 0x80) { head = 2 + (length & 0x7f); length = 0; for (var i = 2; i < head; i++) length = length * 256 + bytes[at + i]; }
    if (at + head + length > bytes.length) throw new Error('not DER');
    return { tag: bytes[at], start: at, from: at + head, to: at + head + length };
  }
  function children(bytes, parent) {
    var list = [];
    for (var at = parent.from; at < parent.to; ) { var child = node(bytes, at); list.push(child); at = child.to; }
    return list;
  }
  function parts(der) {
    var signedData = children(der, children(der, children(der, node(der, 0))[1])[0]);
    var certificate = children(der, signedData.filter(function (n) { return n.tag === 0xa0; })[0])[0];
    var signer = children(der, children(der, signedData[signedData.length - 1])[0]);
    var attributes = signer.filter(function (n) { return n.tag === 0xa0; })[0];
    var toSign = der.slice(attributes.start, attributes.to);
    toSign[0] = 0x31;
    var digest = children(der, attributes).map(function (n) { return children(der, children(der, n)[1])[0]; }).filter(function (n) { return n.tag === 0x04; })[0];
    /* An OCTET STRING that holds a SEQUENCE of two numbers. */
    var signature = children(der, children(der, signer[signer.length - 1])[0]);
    if (signature.length !== 2) throw new Error('no signature');
    var tbs = children(der, children(der, certificate)[0]);
    var key = tbs.filter(function (n) { return n.tag === 0x30; })[4];
    return { certificate: der.slice(certificate.start, certificate.to), spki: der.slice(key.start, key.to), toSign: toSign, digest: hex(der.slice(digest.from, digest.to)), signature: signature.map(function (n) { return der.slice(n.from, n.to); }) };
  }
  /* r and s, 32 bytes each, as web crypto wants them. */
  function rawSignature(pair) {
    var raw = new Uint8Array(64);
    pair.forEach(function (number, index) {
      var bytes = number;
      while (bytes.length > 32) bytes = bytes.subarray(1);
      raw.set(bytes, 32 * index + 32 - bytes.length);
    });
    return raw;
  }
  /* @returns 'ok', 'wrong' or 'unchecked' (this browser offers no way to check a signature here), and the certificate's hash */
  async function checkSignature(contentSha256, der) {
    var found;
    try { found = parts(der); } catch (error) { return { state: 'wrong', certificate: '' }; }
    var certificate = new ShiluSha256().update(found.certificate).hex();
    if (found.digest !== contentSha256) return { state: 'wrong', certificate: certificate };
    if (!subtle) return { state: 'unchecked', certificate: certificate };
    try {
      var key = await subtle.importKey('spki', found.spki, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
      var holds = await subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, rawSignature(found.signature), found.toSign);
      return { state: holds ? 'ok' : 'wrong', certificate: certificate };
    } catch (error) { return { state: 'wrong', certificate: certificate }; }
  }
  /**
   * @param list the files of the folder that the reader chose
   * @param typedCode the seal code on the paper, or nothing
   * @param onProgress gets the share that is done, 0 to 1
   * @returns {state: 'intact'|'altered'|'no-packet', findings: [{file, problem}], sealCode, certificate, files, signatures, second: 'none'|'there'}
   */
  async function verify(list, typedCode, onProgress) {
    var files = packetFiles(list);
    if (files === null || !files.has('manifest-sha256.txt')) return { state: 'no-packet', findings: [], sealCode: '', certificate: '', files: 0, signatures: 'unchecked' };
    var findings = [], hashes = new Map(), done = 0, total = 0;
    files.forEach(function (file) { total += file.size; });
    for (var entry of files) {
      try { hashes.set(entry[0], await hashFile(entry[1], function (bytes) { done += bytes; onProgress(total === 0 ? 1 : done / total); })); } catch (error) { findings.push({ file: entry[0], problem: 'unreadable' }); }
    }
    var read = async function (path) { return files.has(path) ? new Uint8Array(await files.get(path).arrayBuffer()) : null; };
    var lines = async function (path) { var bytes = await read(path); return bytes === null ? new Map() : manifestLines(new TextDecoder().decode(bytes)); };
    var compare = function (listed, isOurs) {
      listed.forEach(function (sha256, path) {
        if (!hashes.has(path)) findings.push({ file: path, problem: 'missing' });
        else if (hashes.get(path) !== sha256) findings.push({ file: path, problem: 'differs' });
      });
      hashes.forEach(function (sha256, path) { if (isOurs(path) && !listed.has(path)) findings.push({ file: path, problem: 'unexpected' }); });
    };
    compare(await lines('manifest-sha256.txt'), function (path) { return path.indexOf('data/') === 0; });
    var tagLines = await lines('tagmanifest-sha256.txt');
    compare(tagLines, function (path) { return path.indexOf('data/') !== 0 && path.indexOf('tagmanifest-sha256.txt') !== 0; });
    tags.forEach(function (path) { if (!tagLines.has(path)) findings.push({ file: path, problem: 'missing' }); });
    /* Browsers know no SM2: the page sees that the second signature is there, and says that it does not check it. */
    var second = 'none', sealed = await read('data/manifest.json');
    try { if (sealed !== null && JSON.parse(new TextDecoder().decode(sealed)).secondSignature !== null) second = 'there'; } catch (error) { second = 'none'; }
    if (second === 'there') ['data/manifest.json.sm2.p7s', 'data/closing.json.sm2.p7s', 'data/station-sm2.pem'].forEach(function (path) { if (!hashes.has(path)) findings.push({ file: path, problem: 'missing' }); });
    var certificates = [], states = [];
    for (var pair of signed) {
      var der = await read(pair[1]);
      if (der === null || !hashes.has(pair[0])) { findings.push({ file: pair[der === null ? 1 : 0], problem: 'missing' }); continue; }
      var check = await checkSignature(hashes.get(pair[0]), der);
      states.push(check.state);
      certificates.push(check.certificate);
      if (check.state === 'wrong') findings.push({ file: pair[0], problem: 'signature' });
    }
    if (certificates.some(function (each) { return each !== certificates[0]; })) findings.push({ file: 'data/station.pem', problem: 'certificates' });
    var code = hashes.has('data/manifest.json') ? shiluSealCode.of(hashes.get('data/manifest.json')) : '';
    var typed = typedCode ? shiluSealCode.read(typedCode) : null;
    if (typedCode && (typed === null || typed.code !== code || (typed.sha256 !== '' && typed.sha256 !== hashes.get('data/manifest.json')))) findings.push({ file: 'data/manifest.json', problem: 'code' });
    return { state: findings.length === 0 ? 'intact' : 'altered', findings: findings, sealCode: code, certificate: certificates[0] || '', files: hashes.size, signatures: states.indexOf('unchecked') >= 0 ? 'unchecked' : 'checked', second: second };
  }
  return verify;
})();
