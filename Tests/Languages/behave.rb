what, rest = $stdin.read.split("\n", 2)
case what
when "echo" then print rest
when "exit" then exit 3
when "raise" then raise "deliberate"
when "abort" then Process.kill(:KILL, $$)
when "spin" then loop {}
when "hog"
  kept = []
  loop { kept << "x" * (1 << 20) }
end
