-- What a call brings: JSON, and values in Lua's own types. It keeps what it uses of the library,
-- because sources change the library's tables.

local error, ipairs, tonumber = error, ipairs, tonumber
local byte, char, find, gsub, match, matches, sub = string.byte, string.char, string.find,
  string.gsub, string.match, string.gmatch, string.sub
local concat, unpack = table.concat, table.unpack
local huge = math.huge
local utf8_char = utf8.char

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

-- A frame: its fields are read one by one, because nil has no place in a table.
local function frame(line)
  text = line
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

return frame
