'use strict';
/* The words of the transcript, its search, and the comparison with the recording. `at` gives seek, timeText, words and element of the page. */
var shiluLists = (function () {
  var data = window.shiluPacket;

  /* The text with every place that was sought marked. */
  function marked(element, text, sought) {
    var span = element('span', 'words'), lower = text.toLowerCase(), from = 0;
    for (var at = sought === '' ? -1 : lower.indexOf(sought); at >= 0; at = lower.indexOf(sought, from)) {
      span.append(text.slice(from, at), element('mark', '', text.slice(at, at + sought.length)));
      from = at + sought.length;
    }
    span.append(text.slice(from));
    return span;
  }
  function drawTranscript(page) {
    var w = page.words(), list = document.getElementById('transcript'), sought = document.getElementById('search-transcript').value.trim().toLowerCase();
    var lines = (data.transcriptLines || []).filter(function (line) { return sought === '' || line.text.toLowerCase().indexOf(sought) >= 0; });
    list.textContent = '';
    lines.forEach(function (line) {
      var item = page.element('li', line.kind);
      item.dataset.at = line.atMs === null ? '' : String(line.atMs);
      var words = page.element(line.atMs === null ? 'div' : 'button', 'line');
      if (line.atMs !== null) { words.type = 'button'; words.onclick = function () { page.seek(line.atMs); }; words.append(page.element('time', '', page.timeText(line.atMs))); }
      if (w.lines[line.kind]) words.append(page.element('b', '', w.lines[line.kind]));
      words.append(marked(page.element, line.text, sought));
      item.append(words);
      line.was.forEach(function (old) { item.append(page.element('del', '', old)); });
      line.keyFacts.forEach(function (fact) {
        var chip = page.element('button', 'fact', '◆ ' + w.keyFacts[fact.keyFact] + ' ' + page.timeText(fact.fromMs) + '–' + page.timeText(fact.toMs));
        chip.type = 'button';
        chip.onclick = function () { page.seek(fact.fromMs); };
        item.append(chip);
      });
      list.append(item);
    });
    var none = (data.transcriptLines || []).length === 0;
    document.getElementById('found').textContent = none ? w.noTranscript : sought === '' ? w.transcriptHint : w.found.replace('{count}', String(lines.length));
  }
  function wordOf(w, row) {
    if (row.word === '') return '';
    return (row.item === 'break' ? w.breaks : row.item === 'interruption-spoken' ? w.explainedBy : w.causes)[row.word] || '';
  }
  function drawReconciliation(page) {
    var w = page.words(), box = document.getElementById('reconciliation'), found = data.session.reconciliation;
    box.textContent = '';
    if (!found) { box.append(page.element('p', '', w.noReconciliation)); return; }
    var table = page.element('table'), head = page.element('tr');
    w.columns.forEach(function (title) { head.append(page.element('th', '', title)); });
    table.append(head);
    found.rows.forEach(function (row) {
      var line = page.element('tr', row.agrees ? '' : row.blocks ? 'red' : 'amber');
      var recording = [row.recording, wordOf(w, row)].filter(function (text) { return text !== ''; }).join(' · ');
      [w.items[row.item] || row.item, row.transcript, recording, row.agrees ? w.agrees : row.blocks ? w.differs : w.warns].forEach(function (text) { line.append(page.element('td', '', text)); });
      table.append(line);
    });
    box.append(table);
    if (found.explanation) box.append(page.element('p', '', found.explanation.reason + ' (' + found.explanation.by + ', ' + found.explanation.second + ')'));
  }
  /* The line that is being said: the last one begun. */
  function follow(atMs) {
    var current = null;
    document.querySelectorAll('#transcript li').forEach(function (item) { if (item.dataset.at !== '' && Number(item.dataset.at) <= atMs) current = item; });
    document.querySelectorAll('#transcript li.now').forEach(function (item) { if (item !== current) item.classList.remove('now'); });
    if (current && !current.classList.contains('now')) { current.classList.add('now'); var list = current.parentElement; list.scrollTop = current.offsetTop - list.offsetTop - list.clientHeight / 3; }
  }
  return { drawTranscript: drawTranscript, drawReconciliation: drawReconciliation, follow: follow };
})();
