text <- readLines(file("stdin"), encoding = "UTF-8", warn = FALSE)
what <- text[1]
if (what == "echo") {
  cat(paste(text[-1], collapse = "\n"))
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
