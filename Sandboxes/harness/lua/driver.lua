-- The candidate's side of `function` tests: runs the source, then answers calls. It holds no
-- expected value, so whatever the source does to this process can only change its answers.
-- Lua cannot copy descriptors: the driver keeps the two streams, and the program gets others.
-- What is used after the source ran is kept here, because sources change the library's tables.

local calls, answers, errors = io.stdin, io.stdout, io.stderr
local write_file, read_file, flush_file = calls.write, calls.read, calls.flush
local assert, error, getmetatable, ipairs, load, next, pcall, rawget, select, tostring, type, xpcall =
  assert, error, getmetatable, ipairs, load, next, pcall, rawget, select, tostring, type, xpcall
local setmetatable, tonumber = setmetatable, tonumber
local byte, char, find, format, gsub, match, matches, sub = string.byte, string.char, string.find,
  string.format, string.gsub, string.match, string.gmatch, string.sub
local concat, sort, unpack = table.concat, table.sort, table.unpack
local number_kind = math.type
local huge = math.huge
local utf8_char, utf8_length = utf8.char, utf8.len
local exit = os.exit
local traceback = debug.traceback

local MAX_DEPTH = 200
local MAX_BYTES = 16 << 20
local ENTRY = "ASSAY_ENTRY_POINT"

-- MARK: What the program gets instead

local function redirect()
  local empty = io.open("/dev/null", "r")
  io.stdin, io.stdout = empty, errors
  io.input(empty)
  io.output(errors)
  print = function(...)
    local words = {}
    for place = 1, select("#", ...) do words[place] = tostring((select(place, ...))) end
    write_file(errors, concat(words, "\t"), "\n")
  end
  local execute, popen = os.execute, io.popen
  local prefix = "exec 0</dev/null 1>&2\n"
  os.execute = function(command) return execute(command and prefix .. command) end
  io.popen = function(command, mode)
    return popen(mode == "w" and "exec 1>&2\n" .. command or "exec 0</dev/null\n" .. command, mode)
  end
end

-- MARK: JSON and values in Lua's own types

local text, place, definitions
local read_value
local ESCAPES = { n = "\n", t = "\t", r = "\r", b = "\b", f = "\f" }

local function malformed() error("a malformed frame", 0) end

local function skip(mark)
  if sub(text, place, place) ~= mark then return false end
  place = place + 1
  return true
end

local function unescaped(words)
  words = gsub(words, "\\u([dD][89abAB]%x%x)\\u([dD][c-fC-F]%x%x)", function(high, low)
    return utf8_char(0x10000 + ((tonumber(high, 16) & 0x3ff) << 10) + (tonumber(low, 16) & 0x3ff))
  end)
  local parts = {}
  local from = 1
  while true do
    local mark = find(words, "\\", from, true)
    if not mark then break end
    parts[#parts + 1] = sub(words, from, mark - 1)
    local kind = sub(words, mark + 1, mark + 1)
    if kind == "u" then
      parts[#parts + 1] = utf8_char(tonumber(sub(words, mark + 2, mark + 5), 16))
      from = mark + 6
    else
      parts[#parts + 1] = ESCAPES[kind] or kind
      from = mark + 2
    end
  end
  parts[#parts + 1] = sub(words, from)
  return concat(parts)
end

local function read_string()
  if not skip('"') then malformed() end
  local start, escaped = place, false
  while true do
    local mark = find(text, '["\\]', place) or malformed()
    if byte(text, mark) == 34 then
      place = mark + 1
      local words = sub(text, start, mark - 1)
      return escaped and unescaped(words) or words
    end
    escaped = true
    place = mark + 2
  end
end

-- As the constructor makes it, so that `#` counts nil in the middle too.
local function filled(items, count, holes, into)
  if holes and not into and count < 100000 then return { unpack(items, 1, count) } end
  into = into or {}
  for index = 1, count do into[index] = items[index] end
  return into
end

local function read_items(definition)
  local items, count, holes = {}, 0, false
  if definition then definitions[definition] = items end
  if not skip("[") then malformed() end
  if skip("]") then return items, 0 end
  repeat
    count = count + 1
    items[count] = read_value()
    if items[count] == nil then holes = true end
  until not skip(",")
  if not skip("]") then malformed() end
  if holes and not definition then items = filled(items, count, true) end
  return items, count
end

local function read_pairs(definition)
  local members = {}
  if definition then definitions[definition] = members end
  for _, pair in ipairs((read_items())) do
    -- A key that is no value of Lua's (null, NaN) holds nothing.
    if pair[1] ~= nil and pair[1] == pair[1] then members[pair[1]] = pair[2] end
  end
  return members
end

local ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
local DIGITS = {}
for digit = 1, 64 do DIGITS[sub(ALPHABET, digit, digit)] = digit - 1 end

local function from_base64(words)
  local parts = {}
  for a, b, c, d in matches(words, "(.)(.)(.)(.)") do
    local bits = DIGITS[a] << 18 | DIGITS[b] << 12 | (DIGITS[c] or 0) << 6 | (DIGITS[d] or 0)
    local bytes = char(bits >> 16, bits >> 8 & 255, bits & 255)
    parts[#parts + 1] = sub(bytes, 1, c == "=" and 1 or d == "=" and 2 or 3)
  end
  return concat(parts)
end

local function to_base64(bytes)
  local parts = {}
  for index = 1, #bytes, 3 do
    local a, b, c = byte(bytes, index, index + 2)
    local bits = a << 16 | (b or 0) << 8 | (c or 0)
    for shift = 18, 0, -6 do
      local digit = (bits >> shift & 63) + 1
      parts[#parts + 1] = sub(ALPHABET, digit, digit)
    end
    if not b then parts[#parts - 1] = "=" end
    if not c then parts[#parts] = "=" end
  end
  return concat(parts)
end

local function read_body(definition)
  local first = sub(text, place, place)
  if first == "[" then return (read_items(definition)) end
  return read_value(definition)
end

local function range(bounds)
  local items = {}
  local stop = bounds[3] > 0 and bounds[2] - 1 or bounds[2] + 1
  for number = bounds[1], stop, bounds[3] do items[#items + 1] = number end
  return items
end

local LISTS = { ["$tuple"] = true, ["$set"] = true, ["$frozenset"] = true, ["$complex"] = true,
  ["$fraction"] = true }

local function read_tagged(tag, definition)
  if LISTS[tag] then return (read_items(definition)) end
  if tag == "$dict" then return read_pairs(definition) end
  if tag == "$def" then
    skip("[")
    local number = read_value()
    skip(",")
    local value = read_body(number)
    skip("]")
    return value
  end
  local body = read_value()
  if tag == "$ref" then return definitions[body] end
  if tag == "$float" then
    if body == "nan" then return 0 / 0 end
    return body == "inf" and huge or -huge
  end
  if tag == "$bytes" or tag == "$str" then return from_base64(body) end
  if tag == "$range" then return range(body) end
  if tag == "$array" then return body.data end
  if tag == "$record" then
    local members = {}
    for _, pair in ipairs(body.fields) do members[pair[1]] = pair[2] end
    return members
  end
  return body
end

local function read_object(definition)
  local members = {}
  if definition then definitions[definition] = members end
  skip("{")
  if skip("}") then return members end
  repeat
    local key = read_string()
    if not skip(":") then malformed() end
    if sub(key, 1, 1) == "$" then
      local value = read_tagged(key, definition)
      if not skip("}") then malformed() end
      return value
    end
    members[key] = read_value()
  until not skip(",")
  if not skip("}") then malformed() end
  return members
end

function read_value(definition)
  local first = sub(text, place, place)
  if first == '"' then return read_string() end
  if first == "[" then return (read_items(definition)) end
  if first == "{" then return read_object(definition) end
  local word = match(text, "^[^%s,%]}]+", place) or malformed()
  place = place + #word
  if word == "null" then return nil end
  if word == "true" then return true end
  if word == "false" then return false end
  -- An integer beyond 64 bits becomes a float, as in a Lua program.
  return tonumber(word)
end

-- MARK: Encoding

local CANNOT = {}

local function cannot(what) error(setmetatable({ what = what }, CANNOT), 0) end

local function encode_text(value)
  if not utf8_length(value) then return '{"$bytes":"' .. to_base64(value) .. '"}' end
  return '"' .. gsub(value, '[%c"\\]', function(mark)
    if mark == '"' then return '\\"' end
    if mark == "\\" then return "\\\\" end
    return format("\\u%04x", byte(mark))
  end) .. '"'
end

local function encode_number(value)
  if number_kind(value) == "integer" then return format("%d", value) end
  if value ~= value then return '{"$float":"nan"}' end
  if value == huge or value == -huge then
    return '{"$float":"' .. (value > 0 and "inf" or "-inf") .. '"}'
  end
  for digits = 15, 17 do
    local words = format("%." .. digits .. "g", value)
    if tonumber(words) == value then
      return find(words, "[.e]") and words or words .. ".0"
    end
  end
end

-- How many items, if the keys are 1 to that; other tables are dicts.
local function length(value)
  local total = 0
  for key in next, value do
    if number_kind(key) ~= "integer" or key < 1 then return nil end
    total = total + 1
  end
  for index = 1, total do
    if rawget(value, index) == nil then return nil end
  end
  return total
end

local seen, count
local encode

-- Which tables are met more than once.
local function explore(value, depth)
  if type(value) ~= "table" then return end
  if seen[value] ~= nil then
    seen[value] = true
    return
  end
  if depth > MAX_DEPTH then cannot("nested deeper than " .. MAX_DEPTH) end
  seen[value] = false
  for key, item in next, value do
    explore(key, depth + 1)
    explore(item, depth + 1)
  end
end

local function encode_table(value, depth)
  local parts = {}
  local last = length(value)
  if last then
    for index = 1, last do parts[index] = encode(rawget(value, index), depth + 1) end
    return "[" .. concat(parts, ",") .. "]"
  end
  local plain = true
  for key in next, value do
    if type(key) ~= "string" or byte(key) == 36 or not utf8_length(key) then plain = false end
  end
  for key, item in next, value do
    local left, right = encode(key, depth + 1), encode(item, depth + 1)
    parts[#parts + 1] = plain and left .. ":" .. right or "[" .. left .. "," .. right .. "]"
  end
  sort(parts)
  if plain then return "{" .. concat(parts, ",") .. "}" end
  return '{"$dict":[' .. concat(parts, ",") .. "]}"
end

function encode(value, depth)
  local kind = type(value)
  if kind == "nil" then return "null" end
  if kind == "boolean" then return value and "true" or "false" end
  if kind == "number" then return encode_number(value) end
  if kind == "string" then return encode_text(value) end
  if kind ~= "table" then cannot(kind) end
  local known = seen[value]
  if known == false then return encode_table(value, depth) end
  if known ~= true then return '{"$ref":' .. known .. "}" end
  local own = count
  seen[value], count = own, count + 1
  return '{"$def":[' .. own .. "," .. encode_table(value, depth) .. "]}"
end

local function encoded(value)
  seen, count = {}, 0
  explore(value, 0)
  local words = encode(value, 0)
  if #words > MAX_BYTES then cannot("larger than 16 MiB") end
  return words
end

-- MARK: The source

local path = arg[1]
local module, lookup

local function load_source()
  local file = assert(io.open(path, "rb"))
  local source = gsub(read_file(file, "a"), "^#", "--", 1)
  file:close()
  arg = { [0] = path }
  redirect()
  local chunk, fault = load(source, "@" .. path)
  if not chunk then error(fault, 0) end
  -- Code after the source's own can see its local functions; a chunk that returns has none.
  local first = match(ENTRY, "^[%a_][%w_]*")
  local extended = load(source .. "\nreturn function() return " .. first .. " end", "@" .. path)
  if extended then
    lookup = extended()
  else
    module = chunk()
  end
end

local function resolve(name)
  local first, mark, rest = match(name, "^([^.#:]+)([.#:]?)(.*)$")
  local found
  if type(lookup) == "function" then found = lookup() end
  if found == nil then found = rawget(_G, first) end
  if found == nil and type(module) == "table" then found = module[first] end
  if found == nil and type(module) == "function" then found = module end
  if mark == "" then
    if found == nil then error("attempt to call a nil value (global '" .. first .. "')", 0) end
    return found
  end
  local owner = found
  if type(owner) ~= "table" then error("no class '" .. first .. "'", 0) end
  if type(owner[rest]) ~= "function" and type(owner.new) ~= "function" then
    error("no method '" .. rest .. "'", 0)
  end
  -- An instance is made where there is a constructor, else it is a function of a module.
  if type(owner.new) == "function" then
    local object = owner:new()
    return function(...) return object[rest](object, ...) end
  end
  return owner[rest]
end

-- MARK: Calls

-- Where the fault came from; not all messages say so.
local function placed(fault)
  local trace, from = traceback("", 2), 1
  local own = "\n\t" .. path .. ":"
  while true do
    local start, last = find(trace, own, from, true)
    if not start then return { fault } end
    local digits = match(trace, "^%d+", last + 1)
    if digits then return { fault, digits } end
    from = last + 1
  end
end

local function raised(fault, line)
  local kind, message = "error", fault
  line = line or "null"
  if type(fault) == "table" then
    kind = "table"
    pcall(function()
      local given = fault.name or fault.type or fault.kind
      if type(given) == "string" then kind = given end
      message = fault.message or fault.msg
    end)
  end
  if type(message) ~= "string" then
    local known, words = pcall(tostring, fault)
    message = known and type(words) == "string" and words or ""
  end
  local own = path .. ":"
  if sub(message, 1, #own) == own then
    local digits = match(message, "^%d+", #own + 1)
    if digits then
      line = digits
      message = gsub(sub(message, #own + #digits + 1), "^:%s?", "", 1)
    end
  end
  return '"raised":{"types":[["",' .. encode_text(kind) .. ']],"message":'
    .. encode_text(sub(message, 1, 65536)) .. ',"args":null,"line":' .. line .. "}"
end

local function pack(...) return { n = select("#", ...), ... } end

local function answer(call, given)
  local values, total = given[1], given.n
  -- Lua has no arguments by name: they come as a table, the last argument.
  if next(call.names) ~= nil then
    total = total + 1
    values[total] = call.names
  end
  local kept = call.observe and values[call.observe + 1]
  local results
  local worked, fault = xpcall(function()
    results = pack(resolve(call.name)(unpack(values, 1, total)))
  end, placed)
  -- Out of memory, for one, is no fault that the handler was called with.
  if not worked then
    if type(fault) ~= "table" then return raised(fault) end
    return raised(fault[1], fault[2])
  end
  local fine, words = pcall(function()
    if call.observe then return encoded(kept) end
    if results.n == 0 then return "null" end
    if results.n == 1 then return encoded(results[1]) end
    local parts = {}
    for index = 1, results.n do parts[index] = encoded(results[index]) end
    return '{"$tuple":[' .. concat(parts, ",") .. "]}"
  end)
  if fine then return '"value":' .. words end
  if type(words) == "table" and getmetatable(words) == CANNOT then
    return '"cannot":' .. encode_text(words.what)
  end
  return raised(words)
end

local function reply(id, words)
  write_file(answers, '{"id":', id, ",", words, "}\n")
  flush_file(answers)
end

-- A frame: its fields are read one by one, because nil has no place in a table.
local function frame()
  text = read_file(calls, "l")
  if not text then return nil end
  place, definitions = 2, {}
  local call, given = { names = {} }, { n = 0 }
  repeat
    local key = read_string()
    skip(":")
    if key == "args" then
      skip("{")
      read_string()
      skip(":")
      skip("[")
      given[1], given.n = read_items()
      skip(",")
      call.names = read_object()
      skip("]")
      skip("}")
    else
      call[key] = read_value()
    end
  until not skip(",")
  return call, given
end

local start = frame()
local worked, fault = xpcall(load_source, placed)
if worked then
  reply(start.id, '"ready":true')
  for call, given in frame do reply(call.id, answer(call, given)) end
else
  if type(fault) ~= "table" then fault = { fault } end
  write_file(errors, tostring(fault[1]), "\n")
  reply(start.id, raised(fault[1], fault[2]))
end
exit(0)
