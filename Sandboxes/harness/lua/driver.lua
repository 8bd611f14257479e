-- The candidate's side of `function` tests: runs the source, then answers calls. It holds no
-- expected value, so whatever the source does to this process can only change its answers.
-- Lua cannot copy descriptors: the driver keeps the two streams, and the program gets others.
-- What is used after the source ran is kept here, because sources change the library's tables.

local calls, answers, errors = io.stdin, io.stdout, io.stderr
local write_file, read_file, flush_file = calls.write, calls.read, calls.flush
local assert, error, getmetatable, load, next, pcall, rawget, select, tostring, type, xpcall =
  assert, error, getmetatable, load, next, pcall, rawget, select, tostring, type, xpcall
local find, gsub, match, sub = string.find, string.gsub, string.match, string.sub
local concat, unpack = table.concat, table.unpack
local exit = os.exit
local traceback = debug.traceback

local ENTRY = "ASSAY_ENTRY_POINT"
local folder = match(arg[0], "^.*/") or ""
local frame = dofile(folder .. "frames.lua")
local encoding = dofile(folder .. "encoding.lua")
local encoded, encode_text, CANNOT = encoding.encoded, encoding.text, encoding.cannot

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

local function next_frame()
  local line = read_file(calls, "l")
  if line then return frame(line) end
end

local start = next_frame()
local worked, fault = xpcall(load_source, placed)
if worked then
  reply(start.id, '"ready":true')
  for call, given in next_frame do reply(call.id, answer(call, given)) end
else
  if type(fault) ~= "table" then fault = { fault } end
  write_file(errors, tostring(fault[1]), "\n")
  reply(start.id, raised(fault[1], fault[2]))
end
exit(0)
