/* What pages can do where scripts run: search, sort, filter, and tell what vouches for a figure. No page needs it. */
(function (start) {
  // It comes while the page is still read: what it looks for may not be there yet.
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})(function () {
  "use strict";
  var root = document.documentElement.dataset.root;
  function load(file, done) {
    var script = document.createElement("script");
    script.src = root + "assets/" + file;
    script.onload = done || null;
    document.head.appendChild(script);
  }
  function element(tag, text, className) {
    var made = document.createElement(tag);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  }
  function both(english, chinese) {
    var made = document.createDocumentFragment();
    [["en", english], ["zh", chinese]].forEach(function (each) {
      var part = element("span", each[1], each[0]);
      part.lang = each[0];
      made.appendChild(part);
    });
    return made;
  }
  function compared(text) { return text.normalize("NFKC").toLowerCase(); }
  function words(text) { return compared(text).split(/\s+/).filter(Boolean); }
  function has(text, wanted) { return wanted.every(function (word) { return text.indexOf(word) >= 0; }); }

  /* Search: every word must be there. */
  var box = document.getElementById("search"), found = document.getElementById("found");
  var KINDS = [["bodies", "Public bodies", "部门与单位"], ["subjects", "Subjects", "科目"], ["projects", "Projects", "项目"],
    ["documents", "Documents", "公开文件"], ["sentences", "Sentences", "文字"]];
  var SHOWN = 12, prepared = null, loading = false;
  function prepare() {
    prepared = {};
    KINDS.forEach(function (kind) {
      prepared[kind[0]] = yusuanIndex[kind[0]] && yusuanIndex[kind[0]].map(function (row) {
        return compared(kind[0] === "sentences" ? row[0] : row[0] + " " + row[2]);
      });
    });
  }
  function link(href, text) { var a = element("a", text); a.href = href; return a; }
  function hit(kind, row) {
    var line = element("li");
    if (kind === "sentences") {
      var paper = yusuanIndex.documents[row[1]], source = paper[3];
      line.appendChild(element("span", row[0]));
      line.appendChild(document.createTextNode(" "));
      line.appendChild(link(root + paper[1], paper[0]));
      if (source && row[2]) {
        line.appendChild(document.createTextNode(" "));
        var at = /^https?:/.test(source) ? source : root + source;
        line.appendChild(link(/\.pdf$/i.test(source) ? at + "#page=" + row[2] : at, "第" + row[2] + "页 page " + row[2]));
      }
      return line;
    }
    line.appendChild(link(root + row[1], row[0]));
    if (kind !== "documents" && row[3]) line.appendChild(element("b", " " + row[3] + " 万元"));
    var about = element("span", row[2] ? " " + row[2] : "", "soft");
    (kind !== "documents" && row[4] || []).forEach(function (each, number) {
      var said = yusuanIndex.words[each] || [each, each];
      about.appendChild(document.createTextNode(number ? " · " : " "));
      about.appendChild(both(said[0], said[1]));
    });
    line.appendChild(about);
    return line;
  }
  function search() {
    var wanted = words(box.value), began = performance.now(), any = false;
    found.textContent = "";
    found.hidden = !wanted.length;
    if (!wanted.length) return;
    var left = KINDS.filter(function (kind) { return !prepared[kind[0]]; });
    if (left.length) {
      var not = element("p", "", "meta");
      not.appendChild(both(left.map(function (kind) { return kind[1]; }).join(", ") + ": too many to be searched here; the command has them all: yusuan search WORDS",
        left.map(function (kind) { return kind[2]; }).join("、") + "数量过多，此处不能搜索，请用命令：yusuan search 关键词"));
      found.appendChild(not);
    }
    KINDS.forEach(function (kind) {
      var texts = prepared[kind[0]] || [], list = element("ul"), count = 0;
      for (var i = 0; i < texts.length; i++) {
        if (!has(texts[i], wanted)) continue;
        if (count++ < SHOWN) list.appendChild(hit(kind[0], yusuanIndex[kind[0]][i]));
      }
      if (!count) return;
      any = true;
      var title = element("h3");
      title.appendChild(both(kind[1], kind[2]));
      title.appendChild(element("span", " " + count.toLocaleString() + (count > SHOWN ? " (1–" + SHOWN + ")" : ""), "soft"));
      found.appendChild(title);
      found.appendChild(list);
    });
    if (!any) { var none = element("p", "", "nothing"); none.appendChild(both("No body, subject, project, document or sentence has it. What else stands in the tables, the command finds: yusuan search WORDS",
      "部门与单位、科目、项目、公开文件、文字中均未找到。表格中的其他内容请用命令查找：yusuan search 关键词")); found.appendChild(none); }
    found.dataset.milliseconds = Math.round(performance.now() - began);
  }
  function ask() {
    if (prepared) search();
    else if (!loading) { loading = true; load("search.js", function () { prepare(); search(); }); }
  }
  if (box) {
    box.parentNode.hidden = false;
    box.addEventListener("focus", ask);
    box.addEventListener("input", ask);
    box.addEventListener("keydown", function (event) { if (event.key === "Escape") { box.value = ""; ask(); } });
    if (/^#q=/.test(location.hash)) { box.value = decodeURIComponent(location.hash.slice(3)); ask(); }
  }

  /* Sorting, of tables that say so. */
  if (document.querySelector("table.sortable")) load("sortable.min.js");

  /* Filters: words in a row, values of its data, and amounts from a size on. */
  document.querySelectorAll("[data-filters]").forEach(function (form) {
    var table = document.getElementById(form.dataset.filters), left = form.querySelector(".left");
    form.hidden = false;
    function filter() {
      var wanted = words(form.querySelector("input").value), shown = 0, rows = table.tBodies[0].rows;
      var selects = [].slice.call(form.querySelectorAll("select")).filter(function (each) { return each.value; });
      for (var i = 0; i < rows.length; i++) {
        var row = rows[i];
        if (row.said === undefined) row.said = compared(row.textContent);
        var fits = has(row.said, wanted) && selects.every(function (each) {
          return each.dataset.column ? row.dataset[each.dataset.column] === each.value
            : row.dataset[each.dataset.least] !== "" && +row.dataset[each.dataset.least] >= +each.value;
        });
        row.hidden = !fits;
        if (fits) shown++;
      }
      left.textContent = shown === rows.length ? "" : shown.toLocaleString() + " / " + rows.length.toLocaleString();
    }
    form.addEventListener("input", filter);
    if (/^#f=/.test(location.hash)) { form.querySelector("input").value = decodeURIComponent(location.hash.slice(3)); filter(); }
    form.addEventListener("submit", function (event) { event.preventDefault(); });
  });

  /* What vouches for a figure: its rules, and the page of the paper. */
  var evidence = document.getElementById("evidence");
  if (!evidence) return;
  var known = null, panel = element("aside", "", "vouch");
  panel.hidden = true;
  document.body.appendChild(panel);
  var SAID = { x: ["held to be wrong", "判定有误"], v: ["vouched for", "有勾稽佐证"], d: ["in a break", "涉及不符"],
    b: ["only in identities that say little", "仅有平凡或“不大于”关系"], u: ["in no identity", "无勾稽关系"], p: ["no amount", "非金额"] };
  document.addEventListener("click", function (event) {
    var figure = event.target.closest ? event.target.closest("table.print i") : null;
    if (!figure) { if (!panel.contains(event.target)) panel.hidden = true; return; }
    known = known || JSON.parse(evidence.textContent);
    panel.textContent = "";
    var head = element("p"), said = SAID[figure.classList[0]];
    head.appendChild(element("b", figure.textContent));
    head.appendChild(document.createTextNode(" "));
    head.appendChild(both(said[0], said[1]));
    panel.appendChild(head);
    var list = element("ul");
    (figure.dataset.e === undefined ? [] : known.sets[+figure.dataset.e]).forEach(function (each) {
      var rule = known.rules[each[0]], line = element("li");
      if (each[2]) line.appendChild(element("span", "✗" + (each[2] > 1 ? "×" + each[2] : "") + " ", "break"));
      if (each[1]) line.appendChild(element("span", "✓" + (each[1] > 1 ? "×" + each[1] : "") + " ", "exact"));
      line.appendChild(both(rule[0], rule[1]));
      list.appendChild(line);
    });
    if (list.children.length) panel.appendChild(list);
    var page = figure.closest("tbody").querySelector("tr.at a");
    if (page) panel.appendChild(page.cloneNode(true));
    panel.hidden = false;
    var at = figure.getBoundingClientRect();
    panel.style.left = Math.max(8, Math.min(at.left, innerWidth - panel.offsetWidth - 8)) + scrollX + "px";
    panel.style.top = at.bottom + scrollY + 4 + "px";
  });
});
