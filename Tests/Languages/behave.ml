exception Deliberate

let rest () =
  let buffer = Buffer.create 4096 in
  (try
     while true do
       Buffer.add_channel buffer stdin 1
     done
   with End_of_file -> ());
  Buffer.contents buffer

let () =
  match read_line () with
  | "echo" -> print_string (rest ())
  | "exit" -> exit 3
  | "raise" ->
      prerr_endline "deliberate";
      raise Deliberate
  | "abort" -> Unix.kill (Unix.getpid ()) Sys.sigkill
  | "spin" ->
      while true do
        ignore (Sys.opaque_identity 1)
      done
  | "hog" ->
      let kept = ref [] in
      while true do
        kept := Bytes.make 1048576 'x' :: !kept
      done
  | _ -> ()
