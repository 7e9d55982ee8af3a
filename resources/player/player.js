'use strict';
/* Plays the masters of all cameras side by side in room time. One clock leads; every video follows it. */
(function () {
  var data = window.shiluPacket;
  var language = 'zh';
  var words = function () { return shiluWords[language]; };
  var $ = function (id) { return document.getElementById(id); };

  /* A camera's native stream shows the same and is there for experts: it is not played, and time does not begin with it. */
  var shown = data.segments.filter(function (s) { return s.kind !== 'native'; });
  var startMs = Math.min.apply(null, shown.map(function (s) { return s.startsAtMs; }));
  var endMs = Math.max.apply(null, shown.map(function (s) { return s.endsAtMs; }));
  if (!isFinite(startMs)) { startMs = data.session.openedAtMs; endMs = startMs + 1; }
  var atMs = startMs;
  var playing = false;
  var rate = 1;

  /* ---- time ---- */
  function timeText(ms) { return wall(ms).slice(11); }
  function wall(ms) {
    var parts = {};
    new Intl.DateTimeFormat('en-US', { timeZone: data.timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' })
      .formatToParts(new Date(ms)).forEach(function (p) { parts[p.type] = p.value; });
    return parts.year + '-' + parts.month + '-' + parts.day + ' ' + parts.hour + ':' + parts.minute + ':' + parts.second;
  }

  /* ---- cameras and microphones ---- */
  var cameras = [];
  shown.forEach(function (segment) {
    var camera = cameras.filter(function (c) { return c.id === segment.streamId; })[0];
    if (!camera) { camera = { id: segment.streamId, name: segment.name, role: segment.role, isSound: segment.kind === 'microphone', segments: [] }; cameras.push(camera); }
    camera.segments.push(segment);
  });
  var order = { overview: 0, sound: 2 };
  function rank(camera) { return camera.isSound ? 2 : camera.role in order ? order[camera.role] : 1; }
  cameras.sort(function (a, b) { return rank(a) - rank(b); });
  /* A microphone hears more than a camera: its sound is chosen first. */
  var listened = Math.max(0, cameras.findIndex(function (camera) { return camera.isSound; }));
  cameras.forEach(function (camera, index) {
    camera.segments.sort(function (a, b) { return a.startsAtMs - b.startsAtMs; });
    camera.figure = element('figure', camera.isSound ? 'sound' : '');
    camera.video = element(camera.isSound ? 'audio' : 'video');
    camera.video.preload = 'auto';
    camera.video.playsInline = true;
    camera.video.muted = index !== listened;
    camera.absent = element('div', 'absent');
    camera.caption = element('figcaption');
    camera.label = element('span', '', camera.name);
    camera.mute = element('button');
    camera.mute.type = 'button';
    camera.mute.onclick = function () { camera.video.muted = !camera.video.muted; show(); };
    camera.only = element('button');
    camera.only.type = 'button';
    camera.only.onclick = function () { cameras.forEach(function (other) { other.video.muted = other !== camera; }); show(); };
    camera.volume = element('input');
    camera.volume.type = 'range'; camera.volume.min = '0'; camera.volume.max = '1'; camera.volume.step = '0.05'; camera.volume.value = '1';
    camera.volume.oninput = function () { camera.video.volume = Number(camera.volume.value); };
    camera.track = element('div', 'track');
    camera.track.append(element('span', 'name', camera.name), camera.mute, camera.only, camera.volume);
    $('sounds').append(camera.track);
    camera.caption.append(camera.label);
    camera.figure.append(camera.video, camera.absent, camera.caption);
    camera.video.onerror = function () { camera.broken = camera.current; };
    if (camera.isSound) camera.track.append(camera.figure);
    else $('cameras').append(camera.figure);
  });

  function segmentAt(camera, ms) {
    return camera.segments.filter(function (s) { return s.startsAtMs <= ms && ms < s.endsAtMs; })[0] || null;
  }
  function follow(camera, jumped) {
    var segment = segmentAt(camera, atMs);
    var video = camera.video;
    if (camera.current !== segment) {
      camera.current = segment;
      if (segment) video.src = 'recording/' + encodeURIComponent(segment.streamId) + '/' + encodeURIComponent(segment.segment);
      else { video.pause(); }
      jumped = true;
    }
    var broken = segment !== null && camera.broken === segment;
    camera.figure.classList.toggle('gap', segment === null || broken);
    camera.absent.textContent = broken ? words().unplayable : words().absent;
    if (!segment || broken) return true;
    var target = (atMs - segment.startsAtMs) / 1000;
    var ahead = video.currentTime - target;
    if (jumped || Math.abs(ahead) > 0.7) { if (!video.seeking || jumped) video.currentTime = target; }
    video.playbackRate = Math.abs(ahead) > 0.06 ? rate * (ahead > 0 ? 0.93 : 1.07) : rate;
    if (playing && video.paused && !video.ended) { var p = video.play(); if (p) p.catch(function () {}); }
    if (!playing && !video.paused) video.pause();
    return video.ended || (video.readyState >= 3 && !video.seeking);
  }

  var lastTick = 0;
  function tick(now) {
    var passed = Math.min(250, now - lastTick);
    lastTick = now;
    var ready = cameras.map(function (camera) { return follow(camera, false); }).every(Boolean);
    if (playing && ready) {
      atMs = Math.min(endMs, atMs + passed * rate);
      if (atMs >= endMs) setPlaying(false);
    }
    showTime();
    window.requestAnimationFrame(tick);
  }
  function seek(ms) {
    atMs = Math.max(startMs, Math.min(endMs - 1, ms));
    cameras.forEach(function (camera) { follow(camera, true); });
    showTime();
  }
  function setPlaying(on) {
    if (on && atMs >= endMs - 50) seek(startMs);
    playing = on;
    cameras.forEach(function (camera) { follow(camera, false); });
    show();
  }

  /* ---- what happened ---- */
  function mediaTime(position) {
    if (!position) return null;
    var segment = data.segments.filter(function (s) { return s.streamId === position.streamId && s.segment === position.segment; })[0];
    return segment ? segment.startsAtMs + position.mediaMs : null;
  }
  function events() {
    var w = words();
    var list = [{ ms: startMs, text: w.recordingStart, tone: '' }, { ms: endMs - 1, text: w.recordingEnd, tone: '' }];
    data.session.interruptionList.forEach(function (i) {
      list.push({ ms: i.fromMs - 2000, shown: i.fromMs, text: interruptionText(i), tone: 'red' });
      var spoken = mediaTime(i.spokenFrom);
      if (spoken !== null) list.push({ ms: spoken, text: w.explanation, tone: 'red' });
    });
    data.session.breaks.forEach(function (b) { list.push({ ms: b.startedAtMs, text: w.breaks[b.kind] + ' ' + timeText(b.startedAtMs) + '–' + (b.endedAtMs === null ? '' : timeText(b.endedAtMs)) + (b.note ? ' · ' + b.note : '') + (b.voided ? ' · ' + w.voided : '') + (b.withdrawn ? ' · ' + w.withdrawn : ''), tone: 'amber' }); });
    (data.session.spans || []).forEach(function (s) { list.push({ ms: s.fromMs, text: w.spans[s.kind] + (s.text ? ':' + s.text : '') + ' · ' + s.by, tone: 'violet' }); });
    keyFacts().forEach(function (f) { list.push({ ms: f.fromMs, text: '◆ ' + w.keyFact + ' ' + w.keyFacts[f.keyFact] + ':' + f.text, tone: 'teal' }); });
    data.session.markers.forEach(function (m) { list.push({ ms: m.atMs, text: w.markers[m.kind] + (m.text ? ':' + m.text : '') + ' · ' + m.by, tone: 'violet' }); });
    data.session.present.forEach(function (p) {
      list.push({ ms: p.enteredAtMs, text: p.name + ' (' + (w.capacities[p.capacity] || p.capacity) + ') ' + w.entered, tone: '' });
      if (p.leftAtMs !== null) list.push({ ms: p.leftAtMs, text: p.name + ' (' + (w.capacities[p.capacity] || p.capacity) + ') ' + w.left, tone: '' });
    });
    list = list.concat(signatures(w));
    return list.sort(function (a, b) { return (a.shown || a.ms) - (b.shown || b.ms); });
  }
  function signatures(w) {
    var seal = data.session.seal;
    return ((seal && seal.signatures) || []).map(function (s) { return { ms: s.atMs, text: s.name + ' ' + w.signed[s.decision] + (s.reason ? ':' + s.reason : ''), tone: 'violet' }; });
  }
  function keyFacts() {
    return (data.transcriptLines || []).reduce(function (all, line) { return all.concat(line.keyFacts.map(function (fact) { return Object.assign({ text: line.text }, fact); })); }, []);
  }
  function interruptionText(i) {
    var w = words();
    return w.inInterruption.replace('{from}', timeText(i.fromMs)).replace('{to}', i.toMs === null ? '…' : timeText(i.toMs)).replace('{cause}', w.causes[i.cause || '']) + (i.state === 'explained' ? w.explained : w.unexplained);
  }

  /* ---- drawing ---- */
  function element(tag, className, text) {
    var e = document.createElement(tag);
    if (className) e.className = className;
    if (text !== undefined) e.textContent = text;
    return e;
  }
  function percent(ms) { return Math.max(0, Math.min(100, ((ms - startMs) / (endMs - startMs)) * 100)) + '%'; }
  function bar(className, fromMs, toMs, title) {
    var e = element('div', className);
    e.style.left = percent(fromMs);
    e.style.width = 'calc(' + percent(toMs) + ' - ' + percent(fromMs) + ')';
    e.title = title;
    $('timeline').append(e);
    return e;
  }
  function point(className, ms, title) {
    var e = element('div', className);
    e.style.left = percent(ms);
    e.title = timeText(ms) + ' ' + title;
    $('timeline').append(e);
    return e;
  }
  function jumps(e, ms) { e.onclick = function (event) { event.stopPropagation(); seek(ms); }; }
  var steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400];
  function drawAxis() {
    var step = (steps.filter(function (s) { return (endMs - startMs) / (s * 1000) <= 10; })[0] || 14400) * 1000;
    var half = Number(timeText(startMs).slice(0, 2)) * 3600000 + Number(timeText(startMs).slice(3, 5)) * 60000 + Number(timeText(startMs).slice(6)) * 1000 + (startMs % 1000);
    $('axis').textContent = '';
    for (var ms = startMs + (step - (half % step)) % step; ms <= endMs; ms += step) {
      var tick = element('span', '', step < 60000 ? timeText(ms) : timeText(ms).slice(0, 5));
      tick.style.left = percent(ms);
      $('axis').append(tick);
    }
  }
  function drawTimeline() {
    $('timeline').textContent = '';
    cameras.forEach(function (camera, index) {
      camera.segments.forEach(function (s) { bar('lane', s.startsAtMs, s.endsAtMs, camera.name).style.top = 16 + index * Math.min(16, 44 / cameras.length) + 'px'; });
    });
    data.session.interruptionList.forEach(function (i) { bar('interruption', i.fromMs, i.toMs === null ? endMs : i.toMs, interruptionText(i)); });
    data.session.breaks.forEach(function (b) { bar('break', b.startedAtMs, b.endedAtMs === null ? endMs : b.endedAtMs, words().breaks[b.kind]); });
    data.session.interruptionList.forEach(function (i) {
      var from = mediaTime(i.spokenFrom), to = mediaTime(i.spokenTo);
      if (from !== null) jumps(bar('explanation', from, to === null ? from : to, words().explanation), from);
    });
    data.session.markers.forEach(function (m) { jumps(point('marker', m.atMs, words().markers[m.kind] + ' ' + m.text), m.atMs); });
    keyFacts().forEach(function (f) { jumps(point('key-fact', f.fromMs, words().keyFacts[f.keyFact] + ':' + f.text), f.fromMs); });
    drawAxis();
    head = element('div', 'head');
    $('timeline').append(head);
  }
  var head = element('div', 'head');

  function showTime() {
    $('clock').textContent = wall(atMs);
    head.style.left = percent(atMs);
    shiluLists.follow(atMs);
    $('timeline').setAttribute('aria-valuenow', String(Math.round((atMs - startMs) / 1000)));
    $('timeline').setAttribute('aria-valuetext', wall(atMs));
    var inside = data.session.interruptionList.filter(function (i) { return i.fromMs <= atMs && (i.toMs === null || atMs < i.toMs); })[0] || null;
    if (inside === noted.item && language === noted.language) return;
    noted = { item: inside, language: language };
    $('note').textContent = inside ? interruptionText(inside) : '';
    if (inside && inside.toMs !== null) {
      var skip = element('button', '', words().skip);
      skip.type = 'button';
      skip.onclick = function () { seek(inside.toMs); };
      $('note').append(skip);
    }
  }
  var noted = { item: null, language: '' };

  function show() {
    var w = words();
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    document.querySelectorAll('[data-text]').forEach(function (e) { e.textContent = w[e.getAttribute('data-text')]; });
    document.querySelectorAll('[data-label]').forEach(function (e) { e.setAttribute('aria-label', w[e.getAttribute('data-label')]); });
    document.title = w.title + ' · ' + data.session.caseNumber;
    $('language').textContent = w.other;
    $('view').textContent = $('cameras').classList.contains('inset') ? w.equal : w.inset;
    $('search').placeholder = w.search;
    $('search').setAttribute('aria-label', w.search);
    $('play').textContent = playing ? w.pause : w.play;
    $('seal-code').textContent = data.sealCode;
    $('about').textContent = [data.session.caseNumber, w.kinds[data.session.kind], data.session.interviewee, data.session.place].join(' · ');
    cameras.forEach(function (camera) {
      camera.mute.textContent = camera.video.muted ? w.muted : w.sound;
      camera.mute.setAttribute('aria-pressed', String(!camera.video.muted));
      camera.mute.setAttribute('aria-label', camera.name + ' ' + camera.mute.textContent);
      camera.only.textContent = w.only;
      camera.only.setAttribute('aria-label', camera.name + ' ' + w.only);
      camera.volume.setAttribute('aria-label', camera.name + ' ' + w.volume);
      camera.track.classList.toggle('on', !camera.video.muted);
    });
    ['frame-back', 'frame-forward'].forEach(function (id, index) { $(id).setAttribute('aria-label', w.frame[index]); });
    $('search-transcript').placeholder = w.searchTranscript;
    $('search-transcript').setAttribute('aria-label', w.searchTranscript);
    shiluLists.drawTranscript(page);
    shiluLists.drawReconciliation(page);
    showCode();
    drawTimeline();
    drawEvents();
    drawFacts();
    drawVerify();
    showResult();
    showTime();
  }
  function drawEvents() {
    $('events').textContent = '';
    var sought = $('search').value.trim().toLowerCase();
    events().filter(function (event) { return sought === '' || event.text.toLowerCase().indexOf(sought) >= 0; }).forEach(function (event) {
      var button = element('button');
      button.type = 'button';
      button.append(element('time', '', timeText(event.shown || event.ms)), element('span', event.tone, event.text));
      button.onclick = function () { seek(event.ms); };
      var item = element('li');
      item.append(button);
      $('events').append(item);
    });
  }
  function drawFacts() {
    var s = data.session;
    var w = words();
    var values = {
      caseNumber: s.caseNumber, kind: w.kinds[s.kind], interviewee: s.interviewee, officers: s.officers.map(function (o) { return o.name; }).join(language === 'zh' ? '、' : ', '), place: s.place, room: data.roomName,
      start: wall(startMs), end: wall(endMs), seal: data.sealCode, sealed: s.seal ? wall(s.seal.sealedAtMs) : '', manifest: data.manifestSha256, certificate: data.certificateSha256,
      purpose: data.purpose, recipient: data.recipient, packet: data.packetId,
    };
    $('facts').textContent = '';
    Object.keys(values).forEach(function (key) { if (values[key]) $('facts').append(element('dt', '', w.facts[key]), element('dd', '', values[key])); });
  }
  function drawVerify() {
    var how = words().how;
    var box = $('verify');
    box.textContent = '';
    box.append(element('p', '', how[0]), element('p', '', how[1]), element('p', '', how[2]), element('pre', '', 'sha256sum -c manifest-sha256.txt\nsha256sum -c tagmanifest-sha256.txt'), element('p', '', how[3]),
      element('pre', '', 'openssl cms -verify -binary -inform DER -content data/manifest.json -in data/manifest.json.p7s -CAfile data/certificates/chain.pem -out /dev/null'), element('p', '', how[4]));
  }

  var page = { words: words, element: element, seek: seek, timeText: timeText };
  /* What was typed or scanned is judged at once: a wrong character is found without reading a single file. */
  function showCode() {
    var w = words(), text = $('typed-code').value.trim(), read = text === '' ? null : shiluSealCode.read(text);
    var isOurs = read !== null && read.code === data.sealCode && (read.sha256 === '' || read.sha256 === data.manifestSha256);
    $('code-state').className = text === '' ? '' : isOurs ? 'same' : 'wrong';
    $('code-state').textContent = text === '' ? '' : read === null ? w.sealCodeWrong : isOurs ? w.sealCodeSame : w.sealCodeOther;
  }

  /* ---- check in the page ---- */
  var result = null;
  function fill(text, values) { return text.replace(/\{(\w+)\}/g, function (whole, key) { return values[key] === undefined ? whole : String(values[key]); }); }
  function showResult() {
    var w = words(), box = $('result');
    box.textContent = '';
    box.className = result === null ? '' : result.state;
    if (result === null) return;
    if (result.state === 'checking') { box.textContent = fill(w.checking, { percent: Math.floor(result.share * 100) }); return; }
    if (result.state === 'no-packet') { box.textContent = w.noPacket; return; }
    box.append(element('strong', '', result.state === 'intact' ? fill(w.intact, { files: result.files }) : w.altered));
    var list = element('ul');
    result.findings.slice(0, 50).forEach(function (finding) { list.append(element('li', '', finding.file + ':' + w.problems[finding.problem])); });
    if (result.findings.length > 0) box.append(list);
    if (result.state === 'intact') box.append(element('p', '', result.signatures === 'checked' ? w.signaturesOk : w.signaturesUnchecked), element('p', '', result.second === 'there' ? w.secondThere : w.secondNone));
    box.append(element('p', '', fill(w.codeFound, { code: result.sealCode }) + ' ' + (result.typed && result.findings.every(function (f) { return f.problem !== 'code'; }) ? w.codeMatches : w.codeCompare)), element('p', 'wrap', fill(w.certificateFound, { certificate: result.certificate })));
  }
  $('folder').onchange = async function () {
    var typed = $('typed-code').value, files = $('folder').files;
    if (files.length === 0) return;
    $('progress').hidden = false;
    var found = await shiluVerify(files, typed, function (share) { $('progress').value = share; result = { state: 'checking', share: share }; showResult(); });
    found.typed = typed !== '';
    result = found;
    $('progress').hidden = true;
    $('folder').value = '';
    showResult();
  };

  /* ---- hands ---- */
  var frameMs = 40;
  $('frame-back').onclick = function () { setPlaying(false); seek(atMs - frameMs); };
  $('frame-forward').onclick = function () { setPlaying(false); seek(atMs + frameMs); };
  $('view').onclick = function () { $('cameras').classList.toggle('inset'); show(); };
  $('search').oninput = drawEvents;
  $('search-transcript').oninput = function () { shiluLists.drawTranscript(page); shiluLists.follow(atMs); };
  $('typed-code').oninput = showCode;
  function toEvent(forward) {
    var list = events().filter(function (event) { return forward ? event.ms > atMs + 50 : event.ms < atMs - 600; });
    var next = forward ? list.sort(function (a, b) { return a.ms - b.ms; })[0] : list.sort(function (a, b) { return b.ms - a.ms; })[0];
    if (next) seek(next.ms);
  }
  document.addEventListener('keydown', function (event) {
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) || event.ctrlKey || event.altKey || event.metaKey) return;
    var act = {
      ' ': function () { if (event.target.tagName === 'BUTTON') return false; $('play').onclick(); }, ArrowLeft: function () { seek(atMs - 5000); }, ArrowRight: function () { seek(atMs + 5000); },
      ',': function () { $('frame-back').onclick(); }, '.': function () { $('frame-forward').onclick(); }, n: function () { toEvent(true); }, p: function () { toEvent(false); }, Home: function () { seek(startMs); }, '/': function () { $('search-transcript').focus(); },
    }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (act && act() !== false) event.preventDefault();
  });
  $('play').onclick = function () { setPlaying(!playing); };
  $('back').onclick = function () { seek(atMs - 10000); };
  $('forward').onclick = function () { seek(atMs + 10000); };
  $('rate').onchange = function () { rate = Number($('rate').value); };
  $('language').onclick = function () { language = language === 'zh' ? 'en' : 'zh'; show(); };
  $('timeline').onclick = function (event) {
    var box = $('timeline').getBoundingClientRect();
    seek(startMs + ((event.clientX - box.left) / box.width) * (endMs - startMs));
  };
  $('timeline').setAttribute('aria-valuemin', '0');
  $('timeline').setAttribute('aria-valuemax', String(Math.round((endMs - startMs) / 1000)));

  show();
  seek(startMs);
  window.requestAnimationFrame(function (now) { lastTick = now; tick(now); });
})();
