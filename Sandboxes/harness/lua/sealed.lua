-- Runs a source and its tests as one chunk, as a source's `local function` wants it. What the tests
-- use is taken before the source runs and comes back between the two, under names of this run.
local secret = io.read("l")
local word = secret:sub(33)
local low, high = tonumber("0x" .. secret:sub(1, 16)), tonumber("0x" .. secret:sub(17, 32))
secret = nil
local tests = io.read("a") or ""
local report = io.open(".assay/report", "a")
local path = arg[1]
local file = io.open(path, "r")
local source = file:read("a")
file:close()
io.input("/dev/null")

local write, flush, exit = report.write, report.flush, os.exit
local sub, gsub, format, find, match = string.sub, string.gsub, string.format, string.find, string.match
local type, tostring, pairs, next, pcall, xpcall = type, tostring, pairs, next, pcall, xpcall
local error, rawget, rawequal, rawlen, select = error, rawget, rawequal, rawlen, select
local getmetatable, setmetatable, load, clock = getmetatable, setmetatable, load, os.clock
local sort, concat, abs = table.sort, table.concat, math.abs
local debug_getmetatable, getlocal, rawset = debug.getmetatable, debug.getlocal, rawset
local globals = _G
local looking = dofile(".assay/looking.lua")
local numbers, rep, char = string.unpack, string.rep, string.char

-- Each line is sealed with all before it: SipHash-2-4 of the last seal and the line.
local last = ""
local function turned(value, by) return value << by | value >> (64 - by) end
local function seal(text)
    local data = last .. text
    local size = #data
    data = data .. rep("\0", 7 - size % 8) .. char(size & 255)
    local v0, v1 = low ~ 0x736f6d6570736575, high ~ 0x646f72616e646f6d
    local v2, v3 = low ~ 0x6c7967656e657261, high ~ 0x7465646279746573
    for at = 1, #data + 1, 8 do
        local number, rounds = 0, 4
        if at <= #data then number, rounds = numbers("<i8", data, at), 2 else v2 = v2 ~ 255 end
        v3 = v3 ~ number
        for _ = 1, rounds do
            v0 = v0 + v1 v1 = turned(v1, 13) ~ v0 v0 = turned(v0, 32)
            v2 = v2 + v3 v3 = turned(v3, 16) ~ v2
            v0 = v0 + v3 v3 = turned(v3, 21) ~ v0
            v2 = v2 + v1 v1 = turned(v1, 17) ~ v2 v2 = turned(v2, 32)
        end
        v0 = v0 ~ number
    end
    last = format("%016x", v0 ~ v1 ~ v2 ~ v3)
    return last
end

local function field(text)
    text = gsub(sub(tostring(text or ""), 1, 2000), "[\\\n\t\r]",
        { ["\\"] = "\\\\", ["\n"] = "\\n", ["\t"] = "\\t", ["\r"] = "\\r" })
    return text
end
local function line(...)
    local fields = { ... }
    for index = 1, #fields do fields[index] = field(fields[index]) end
    local text = concat(fields, "\t")
    write(report, text, "\t", seal(text), "\n")
    flush(report)
end
local finished, passed = 0, 0
local function finish(id, outcome, message, expected, actual)
    finished = finished + 1
    if outcome == "passed" then passed = passed + 1 end
    line("F", id, outcome, "", message or "", expected or "", actual or "")
end

-- Values are plain: a table with a metatable is equal to itself alone. What is met again, in tables
-- that hold each other, is what it was.
local function same(left, right, depth, met)
    if rawequal(left, right) then return true end
    if type(left) ~= type(right) then return false end
    if type(left) == "number" then return left == right end
    if type(left) ~= "table" or depth > 10000 then return false end
    if debug_getmetatable(left) or debug_getmetatable(right) then return false end
    met = met or {}
    local partners = met[left] or {}
    if partners[right] then return true end
    met[left], partners[right] = partners, true
    for key, value in next, left do
        local other = rawget(right, key)
        if other == nil and type(key) == "table" then
            for candidate, found in next, right do
                if type(candidate) == "table" and same(key, candidate, depth + 1) then other = found end
            end
        end
        if not same(value, other, depth + 1, met) then return false end
    end
    local count, others = 0, 0
    for _ in next, left do count = count + 1 end
    for _ in next, right do others = others + 1 end
    return count == others
end
local function show(value, depth)
    depth = depth or 0
    if type(value) == "string" then return format("%q", value) end
    if type(value) ~= "table" or debug_getmetatable(value) then
        return type(value) == "table" and "table" or tostring(value)
    end
    if depth > 6 then return "..." end
    local parts, length = {}, rawlen(value)
    for index = 1, length do parts[index] = show(rawget(value, index), depth + 1) end
    for key, item in next, value do
        if not (type(key) == "number" and key >= 1 and key <= length) then
            parts[#parts + 1] = "[" .. show(key, depth + 1) .. "]=" .. show(item, depth + 1)
        end
    end
    return "{" .. concat(parts, ", ") .. "}"
end

local failure = {}
local function fail(message, expected, actual)
    error(setmetatable({ message = message, expected = expected, actual = actual }, failure), 0)
end
local function wants(good, message, expected, actual)
    if not good then fail(message, expected, actual) end
end

-- What tests name luaunit: a small one of our own.
local unit = { LuaUnit = {} }
function unit.assertEquals(actual, expected, message)
    wants(same(actual, expected, 0), message or "not equal", show(expected), show(actual))
end
unit.assert_equals, unit.assertIs = unit.assertEquals, unit.assertEquals
function unit.assertNotEquals(actual, expected)
    wants(not same(actual, expected, 0), "equal", "", show(actual))
end
function unit.assertTrue(value) wants(value == true, "not true", "true", show(value)) end
function unit.assertFalse(value) wants(value == false, "not false", "false", show(value)) end
function unit.assertEvalToTrue(value) wants(value, "not true", "true", show(value)) end
function unit.assertEvalToFalse(value) wants(not value, "not false", "false", show(value)) end
unit.assert = unit.assertEvalToTrue
function unit.assertNil(value) wants(value == nil, "not nil", "nil", show(value)) end
function unit.assertNotNil(value) wants(value ~= nil, "nil", "", "nil") end
function unit.assertAlmostEquals(actual, expected, margin)
    wants(type(actual) == "number" and abs(actual - expected) <= (margin or 1e-12), "not close",
        show(expected), show(actual))
end
function unit.assertItemsEquals(actual, expected)
    local function sorted(list)
        local texts = {}
        if type(list) ~= "table" then return list end
        for _, item in next, list do texts[#texts + 1] = show(item) end
        sort(texts)
        return texts
    end
    wants(same(sorted(actual), sorted(expected), 0), "other items", show(expected), show(actual))
end
function unit.assertStrContains(text, part)
    wants(type(text) == "string" and find(text, part, 1, true), "not contained", show(part), show(text))
end
function unit.assertError(body, ...) wants(not pcall(body, ...), "no error") end
function unit.assertErrorMsgContains(part, body, ...)
    local good, message = pcall(body, ...)
    wants(not good and find(tostring(message), part, 1, true), "another error", part, tostring(message))
end
function unit.fail(message) fail(message) end

local ran, failures = 0, 0
local first
local function call(body)
    local good, what = xpcall(body, function(what)
        if debug_getmetatable(what) == failure then return what end
        return { message = tostring(what), isError = true }
    end)
    ran = ran + 1
    if not good then
        failures = failures + 1
        first = first or what
    end
end
function unit.LuaUnit.run()
    local names = {}
    for name, value in next, globals do
        if type(name) == "string" and find(name, "^[tT][eE][sS][tT]") and type(value) ~= "string" then
            names[#names + 1] = name
        end
    end
    sort(names)
    for _, name in next, names do
        local value = rawget(globals, name)
        if type(value) == "function" then
            call(value)
        elseif type(value) == "table" then
            for key, body in next, value do
                if type(key) == "string" and find(key, "^[tT][eE][sS][tT]") and type(body) == "function" then
                    call(function()
                        if value.setUp then value:setUp() end
                        body(value)
                        if value.tearDown then value:tearDown() end
                    end)
                end
            end
        end
    end
    if ran == 0 then
        failures = failures + 1
        first = { message = "no test was run" }
    end
    return failures
end
function unit.LuaUnit.new() return { runSuite = unit.LuaUnit.run, setOutputType = function() end } end
function unit.LuaUnit:setOutputType() end

local chunk_ended = false
local stop = {}
local function leave(code) error(setmetatable({ code = code }, stop), 0) end
local real_require = require
-- The language's libraries as they are before the source; what tests or the source add to them, or
-- tests put in the place of what they name without a say in what is equal, is the library's own.
local loose = { random = true, randomseed = true, time = true, clock = true, date = true, getenv = true }
local function copied(library)
    local copy = {}
    for key, value in next, library do
        if not loose[key] then copy[key] = value end
    end
    return setmetatable(copy, { __index = library, __newindex = library })
end
local ours = setmetatable({}, { __mode = "k" })
local mine = {
    os = copied(os), math = copied(math), table = copied(table), string = copied(string),
    utf8 = copied(utf8), coroutine = copied(coroutine), ipairs = ipairs, tonumber = tonumber,
    rawget = rawget, rawset = rawset, rawlen = rawlen, load = load, unpack = table.unpack,
    error = error, type = type, tostring = tostring, pairs = pairs, next = next,
    pcall = pcall, xpcall = xpcall, select = select, rawequal = rawequal,
    getmetatable = getmetatable,
    setmetatable = function(value, kind)
        if type(kind) == "table" then ours[kind] = true end
        return setmetatable(value, kind)
    end,
    assert = function(value, message, ...)
        if not value then fail(message or "assertion failed!") end
        return value, message, ...
    end,
    require = function(name) if name == "luaunit" then return unit end return real_require(name) end,
}
mine.os.exit = function(code) leave(code) end
local order = { "os", "math", "table", "string", "utf8", "coroutine", "ipairs", "tonumber", "rawget",
    "rawset", "rawlen", "load", "error", "type", "tostring", "pairs", "next", "pcall", "xpcall",
    "select", "rawequal", "getmetatable", "setmetatable", "assert", "require" }
local values = {}
for index = 1, #order do values[index] = mine[order[index]] end
-- Names are looked up where they always were; `...` is nothing that a chunk's own code can change.
order[#order + 1], values[#order + 1] = "_ENV", globals
order[#order + 1] = "assay_end_ASSAY_MARK"
values[#order] = function() chunk_ended = true end
local unpack = table.unpack
local texts, of_texts, methods = {}, debug_getmetatable(""), {}
for key, value in next, string do texts[key] = value end
for key, value in next, of_texts do methods[key] = value end
-- What the source put in the place of the methods of texts: `("a"):upper()` is one.
local function replaced()
    for key, value in next, texts do
        if not rawequal(("")[key], value) then return "string." .. key end
    end
    for key, value in next, methods do
        if key ~= "__index" and not rawequal(rawget(of_texts, key), value) then return "string's " .. key end
    end
    if not rawequal(debug_getmetatable(""), of_texts) then return "the metatable of texts" end
    for _, value in next, { 1, true, replaced } do
        if debug_getmetatable(value) ~= nil then return "the metatable of each " .. type(value) end
    end
    if debug_getmetatable(nil) ~= nil then return "the metatable of nil" end
end

-- Operators between a value of the source's own class and one of the tests' are the source's word, and
-- count only for classes that the tests name: by a name with a capital that they call or look into, or
-- as a table. Each operator of the tests asks here, with what the classes are by then.
local judged
local names = {}
local shown = {}
local builtin = {}
for name in next, globals do builtin[name] = true end
local function is_named(kind)
    for name, use in next, names do
        local value = shown[name]
        if not builtin[name] and rawget(globals, name) ~= nil then value = rawget(globals, name) end
        if value ~= nil and rawequal(value, kind) then return true end
        local is_theirs = not use.own or rawequal(value, shown[name])
        if use.called and is_theirs and find(name, "^%u") then
            if type(value) == "table" or type(value) == "function" then return true end
        end
    end
    return false
end
-- The class whose operator would decide, unless it is the tests' own or the language's.
local function decider(value, event)
    local kind = debug_getmetatable(value)
    if not kind or ours[kind] or rawequal(kind, of_texts) then return nil end
    return (rawget(kind, "__" .. event) ~= nil or event == "le" and rawget(kind, "__lt") ~= nil) and kind
end
local function is_source(value)
    local kind = debug_getmetatable(value)
    return kind and not ours[kind] and not rawequal(kind, of_texts)
end
local same_event = { ne = "eq", gt = "lt", ge = "le" }
local function ask(left, right, event)
    event = same_event[event] or event
    if event == "eq" and type(left) ~= type(right) then return end
    local kind = decider(left, event) or decider(right, event)
    if not kind or is_source(left) and is_source(right) or is_named(kind) then return end
    judged = judged or "a value of the source's own would judge itself by `__" .. event .. "`"
end
local operators = {
    add = function(a, b) return a + b end, sub = function(a, b) return a - b end,
    mul = function(a, b) return a * b end, div = function(a, b) return a / b end,
    mod = function(a, b) return a % b end, pow = function(a, b) return a ^ b end,
    idiv = function(a, b) return a // b end, band = function(a, b) return a & b end,
    bor = function(a, b) return a | b end, bxor = function(a, b) return a ~ b end,
    shl = function(a, b) return a << b end, shr = function(a, b) return a >> b end,
    eq = function(a, b) return a == b end, ne = function(a, b) return a ~= b end,
    lt = function(a, b) return a < b end, le = function(a, b) return a <= b end,
    gt = function(a, b) return a > b end, ge = function(a, b) return a >= b end,
}
order[#order + 1], values[#order + 1] = "assay_look_ASSAY_MARK", function(left, right, event)
    local operator = operators[event]
    if type(left) == "number" and type(right) == "number" then return operator(left, right) end
    ask(left, right, event)
    local good, what = pcall(operator, left, right)
    if good then return what end
    -- The language's own words stand where the tests used the operator.
    local words = type(what) == "string" and match(what, "^%.assay/sealed%.lua:%d+: (.*)")
    if words then error(words, 2) end
    error(what, 0)
end
-- What the source's chunk shows the tests as they begin.
order[#order + 1], values[#order + 1] = "assay_begin_ASSAY_MARK", function()
    for name, value in next, globals do shown[name] = not builtin[name] and value or nil end
    for index = 1, 250 do
        local name, value = getlocal(2, index)
        if not name or rawequal(value, mine.os) then break end
        shown[name] = value
    end
end

local function run(id, text, between)
    judged = nil
    line("S", id)
    ran, failures, first, chunk_ended = 0, 0, nil, false
    local chunk, fault = load(text .. "\nlocal " .. concat(order, ", ") .. " = ... assay_begin_ASSAY_MARK()\n"
        .. between .. "\nassay_end_ASSAY_MARK()\n", "=" .. path, "t")
    if not chunk then
        finish(id, "error", fault)
        return false
    end
    local good, what = xpcall(chunk, function(what)
        if debug_getmetatable(what) == failure or debug_getmetatable(what) == stop then return what end
        return { message = tostring(what), isError = true }
    end, unpack(values))
    if not good and debug_getmetatable(what) == stop then
        if ran > 0 and (what.code == 0 or what.code == true or what.code == nil) then
            good, chunk_ended = true, true
        else
            what = { message = "the tests ended the program with " .. tostring(what.code) }
        end
    end
    if failures > 0 then good, what = false, first end
    if good and judged then good, what = false, { message = judged } end
    if good and chunk_ended then
        finish(id, "passed")
        return true
    end
    what = what or { message = "the program ended before the tests" }
    finish(id, rawget(what, "isError") and "error" or "failed", rawget(what, "message"),
        rawget(what, "expected"), rawget(what, "actual"))
    return false
end

-- A last `os.exit(0)` says no more than the end does.
tests = gsub(tests, "(%f[%w_]os%.exit%s*%(%s*[0true]*%s*%)%s*;?%s*)$", function(all)
    return find(all, "^os%.exit%s*%(%s*0?%s*%)") and "" or find(all, "^os%.exit%s*%(%s*true%s*%)") and ""
end)
tests, names = looking(tests, "assay_look_ASSAY_MARK")
local good = run("1", source, tests)
local evidence = replaced()
if evidence then
    line("T", "the source replaced `" .. evidence .. "`")
    exit(1)
end
local before = {}
for name in next, globals do
    if type(name) == "string" and find(name, "^[tT][eE][sS][tT]") then before[#before + 1] = name end
end
for _, name in next, before do globals[name] = nil end
local canary = "local lu = require('luaunit')\nfunction test_canary() lu.assertEquals({VALUE}, {1}) "
    .. "assert(VALUE == 1) if tostring(VALUE) ~= '1' then error('canary') end end\nos.exit(lu.LuaUnit.run())"
local passes = run("assay: must pass", "", (gsub(canary, "VALUE", "1")))
local fails = not run("assay: must fail", "", (gsub(canary, "VALUE", "2")))
local done = good and passes and fails
if done then line("E", word, finished, passed) end
exit(done and 0 or 1)
