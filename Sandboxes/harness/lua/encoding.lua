-- Lua's values as texts of VALUE. It keeps what it uses of the library, because sources change the
-- library's tables.

local error, next, rawget, setmetatable, tonumber, type =
  error, next, rawget, setmetatable, tonumber, type
local byte, find, format, gsub, sub = string.byte, string.find, string.format, string.gsub, string.sub
local concat, sort = table.concat, table.sort
local number_kind = math.type
local huge = math.huge
local utf8_length = utf8.len

local MAX_DEPTH = 200
local MAX_BYTES = 16 << 20

-- What a fault is that only says that a value cannot cross.
local CANNOT = {}

local function cannot(what) error(setmetatable({ what = what }, CANNOT), 0) end

local ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

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

return { encoded = encoded, text = encode_text, cannot = CANNOT }
