import Control.Monad (forM_)
import qualified Data.IORef as R
import System.Exit (ExitCode (ExitFailure), exitWith)
import System.IO
import System.Posix.Process (getProcessID)
import System.Posix.Signals (sigKILL, signalProcess)

main :: IO ()
main = do
  hSetNewlineMode stdin noNewlineTranslation
  text <- getContents
  let (what, rest) = fmap (drop 1) (break (== '\n') text)
  case what of
    "echo" -> putStr rest
    "exit" -> exitWith (ExitFailure 3)
    "raise" -> error "deliberate"
    "abort" -> getProcessID >>= signalProcess sigKILL
    "spin" -> do
      counter <- R.newIORef (0 :: Int)
      forM_ [1 ..] $ \n -> R.writeIORef counter n
    "hog" -> do
      kept <- R.newIORef []
      forM_ [1 ..] $ \n -> do
        let piece = [n .. n + 10000] :: [Int]
        _ <- return $! sum piece
        R.modifyIORef' kept (piece :)
    _ -> return ()
