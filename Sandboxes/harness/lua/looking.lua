-- Tests where each operator that a class may bring asks first: `a < b` is `look(a, b, "lt")`. What an
-- operator is then decides when it is used, whatever the source made of its classes until then. Gives
-- the text, and by name what the tests' code uses: "called" where it is indexed or called.
local find, match, sub, concat = string.find, string.match, string.sub, table.concat

local function set(words)
    local all = {}
    for word in string.gmatch(words, "%S+") do all[word] = true end
    return all
end
local keywords = set("and break do else elseif end false for function goto if in local nil not or repeat "
    .. "return then true until while")
local events = {
    ["+"] = "add", ["-"] = "sub", ["*"] = "mul", ["/"] = "div", ["%"] = "mod", ["^"] = "pow", ["//"] = "idiv",
    ["&"] = "band", ["|"] = "bor", ["~"] = "bxor", ["<<"] = "shl", [">>"] = "shr", ["=="] = "eq", ["~="] = "ne",
    ["<"] = "lt", ["<="] = "le", [">"] = "gt", [">="] = "ge",
}
-- How strongly each holds what stands left and right of it.
local strengths = { ["or"] = { 1, 1 }, ["and"] = { 2, 2 }, [".."] = { 9, 8 }, ["^"] = { 14, 13 } }
for strength, words in next, { [3] = "== ~= < <= > >=", [4] = "|", [5] = "~", [6] = "&", [7] = "<< >>",
    [10] = "+ -", [11] = "* / // %" } do
    for word in next, set(words) do strengths[word] = { strength, strength } end
end
local UNARY = 12
local literals, unary, pairs_of = set("nil true false ..."), set("not - # ~"), set("== ~= <= >= // :: << >> ..")

-- The end of the token at `at`, and what it is; none where the text is no Lua.
local function token(text, at)
    if find(text, "^[%a_]", at) then
        local word = match(text, "^[%w_]+", at)
        return at + #word - 1, keywords[word] and "word" or "name"
    end
    if find(text, "^%.?%d", at) then
        local hexadecimal = match(text, "^0[xX][%x.]*()", at)
        local stop = hexadecimal or match(text, "^[%d.]*()", at)
        stop = match(text, hexadecimal and "^[pP][+-]?%d+()" or "^[eE][+-]?%d+()", stop) or stop
        return stop - 1, "literal"
    end
    local quote = match(text, "^[\"']", at)
    if quote then
        local stop = at + 1
        while true do
            stop = find(text, "[\\" .. quote .. "]", stop)
            if not stop then return nil end
            if sub(text, stop, stop) == quote then return stop, "text" end
            stop = stop + 2
        end
    end
    local level = match(text, "^%[(=*)%[", at)
    if level then
        local _, stop = find(text, "]" .. level .. "]", at, true)
        return stop, "text"
    end
    if sub(text, at, at + 2) == "..." then return at + 2, "word" end
    return pairs_of[sub(text, at, at + 1)] and at + 1 or at, "sign"
end

local function blank(text, at)
    while true do
        local start = at
        at = match(text, "^%s*()", at)
        if sub(text, at, at + 1) == "--" then
            local level = match(text, "^%[(=*)%[", at + 2)
            local _, stop
            if level then _, stop = find(text, "]" .. level .. "]", at + 2, true)
            else _, stop = find(text, "^[^\n]*", at) end
            at = (stop or #text) + 1
        end
        if at == start then return at end
    end
end

local function tokens(text)
    local all, at = {}, 1
    while true do
        local start = blank(text, at)
        local before = sub(text, at, start - 1)
        if start > #text then
            all[#all + 1] = { kind = "end", text = "", before = before }
            return all
        end
        local stop, kind = token(text, start)
        if not stop then return nil end
        all[#all + 1] = { kind = kind, text = sub(text, start, stop), before = before }
        at = stop + 1
    end
end

local function uses(all)
    local names = {}
    for index = 1, #all do
        local before, after = all[index - 1], all[index + 1]
        local name = all[index].text
        if all[index].kind == "name" and not (before and (before.text == "." or before.text == ":")) then
            local own = before and (before.text == "local" or before.text == "function" and after.text == "(")
                or after.text == "="
            local called = after.text == "." or after.text == ":" or after.text == "(" or after.text == "{"
                or after.kind == "text"
            local use = names[name] or {}
            names[name] = { called = use.called or called, own = use.own or own }
        end
    end
    return names
end

local function rewritten(all, look)
    local at = 1
    local expression, body
    local function take()
        local one = all[at]
        if one.kind == "end" then error("the text ends early", 0) end
        at = at + 1
        return one.before .. one.text
    end
    local function begins()
        local one = all[at]
        return one.kind == "name" or one.kind == "literal" or one.kind == "text" or literals[one.text]
            or unary[one.text] or one.text == "(" or one.text == "{" or one.text == "function"
    end
    local function piece()
        if begins() then return (expression(0)) end
        return take()
    end
    local function enclosed(closing)
        local parts = { take() }
        while all[at].text ~= closing or all[at].kind == "text" do parts[#parts + 1] = piece() end
        parts[#parts + 1] = take()
        return concat(parts)
    end
    -- What stands alone, with what is asked of it; whether no class can be in it.
    local function operand()
        local one = all[at]
        if one.kind == "literal" or one.kind == "text" or literals[one.text] then
            return take(), one.text ~= "..."
        elseif unary[one.text] then
            local sign = take()
            local inner, plain = expression(UNARY)
            return sign .. inner, plain or one.text == "not"
        elseif one.text == "{" then
            return enclosed("}")
        elseif one.text == "function" then
            return body()
        end
        local parts = { one.text == "(" and enclosed(")") or take() }
        while true do
            local next_one = all[at]
            local sign = next_one.text
            if next_one.kind == "text" then parts[#parts + 1] = take()
            elseif sign == "." or sign == ":" then parts[#parts + 1] = take() .. take()
            elseif sign == "[" then parts[#parts + 1] = enclosed("]")
            elseif sign == "(" then parts[#parts + 1] = enclosed(")")
            elseif sign == "{" then parts[#parts + 1] = enclosed("}")
            else return concat(parts) end
        end
    end
    function expression(limit)
        local left, plain = operand()
        while true do
            local one = all[at]
            local strength = one.kind ~= "text" and strengths[one.text]
            if not strength or strength[1] <= limit then return left, plain end
            local sign = take()
            local right, other = expression(strength[2])
            local event = events[one.text]
            if event == "eq" or event == "ne" then other = plain or other else other = plain and other end
            if event and not other then
                left = " " .. look .. "(" .. left .. one.before .. "," .. right .. ",'" .. event .. "')"
            else
                left = left .. sign .. right
            end
            plain = false
        end
    end
    local function statements(depth)
        local parts = {}
        while all[at].kind ~= "end" do
            local word = all[at].kind == "word" and all[at].text
            if word == "do" or word == "if" or word == "repeat" then depth = depth + 1 end
            if word == "end" or word == "until" then depth = depth - 1 end
            parts[#parts + 1] = piece()
            if word == "local" then
                while all[at].kind == "name" or all[at].text == "," do
                    parts[#parts + 1] = take()
                    if all[at].text == "<" then parts[#parts + 1] = take() .. take() .. take() end
                end
            end
            if depth == 0 then break end
        end
        return concat(parts)
    end
    function body()
        local parts = {}
        repeat parts[#parts + 1] = take() until all[at - 1].text == ")"
        parts[#parts + 1] = statements(1)
        return concat(parts)
    end
    local text = statements(math.huge)
    return text .. all[at].before
end

return function(text, look)
    local all = tokens(text)
    if not all then return text, {} end
    local good, made = pcall(rewritten, all, look)
    local names = uses(all)
    if good and load(made, "=tests", "t") then return made, names end
    return text, names
end
