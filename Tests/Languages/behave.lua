local what = io.read("l")
if what == "echo" then
    io.write(io.read("a"))
elseif what == "exit" then
    os.exit(3)
elseif what == "raise" then
    error("deliberate")
elseif what == "abort" then
    os.execute("kill -ABRT $PPID")
elseif what == "spin" then
    while true do end
elseif what == "hog" then
    local kept = {}
    while true do kept[#kept + 1] = string.rep("x", 1 << 20) .. #kept end
end
