input <- file("stdin", "rb")
bytes <- readBin(input, "raw", 2^20)
split <- match(as.raw(10), bytes)
what <- rawToChar(bytes[seq_len(split - 1)])
if (what == "echo") {
  cat(rawToChar(bytes[-seq_len(split)]))
} else if (what == "exit") {
  quit(status = 3)
} else if (what == "raise") {
  stop("deliberate")
} else if (what == "abort") {
  tools::pskill(Sys.getpid(), 9)
  Sys.sleep(5)
} else if (what == "spin") {
  repeat {}
} else if (what == "hog") {
  kept <- list()
  repeat kept[[length(kept) + 1]] <- rep(0.5, 2^17)
}
