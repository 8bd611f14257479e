{-# OPTIONS_GHC -O0 #-}
{-# LANGUAGE FlexibleInstances, FlexibleContexts, ScopedTypeVariables, UndecidableInstances #-}
{-# LANGUAGE GADTs, TypeFamilies #-}
-- | Calls the source's entry point; how is deduced from the function's own type.
module AssayDriver (answerAll) where

import AssayNode
import AssayOpen ()
import AssayValues
import Control.Exception
import Control.Monad (forM_, when)
import qualified Data.ByteString as B
import Data.ByteString.Builder
import qualified Data.ByteString.Char8 as C
import qualified Data.ByteString.Lazy as L
import Data.Char (isAlphaNum, isDigit, isUpper)
import Data.IORef
import Data.List (isPrefixOf, tails)
import Data.Proxy
import Data.Typeable
import Foreign.C.Types (CInt(..))
import GHC.IO.Handle.FD (fdToHandle)
import System.IO
import System.IO.Error (ioeGetErrorString, isUserError)

-- | A function whose parameters can be read and whose result can be written.
class Entry f where
    takings :: Proxy f -> [Taking]
    -- | The result and the arguments as they are afterwards, written when they are needed.
    run :: f -> Int -> [Node] -> [Builder] -> IO (Builder, [Builder])

instance {-# INCOHERENT #-} (Decode a, Encode a, Typeable a, Entry b) => Entry (a -> b) where
    takings _ = taking (Proxy :: Proxy a) : takings (Proxy :: Proxy b)
    run function place (node : nodes) seen = case decode node of
        Nothing -> throwIO (Unfit ("argument " ++ show (place + 1) ++ ": " ++ named node
            ++ " does not fit the parameter's type `"
            ++ take 200 (show (typeRep (Proxy :: Proxy a))) ++ "`"))
        Just argument ->
            run (function argument) (place + 1) nodes (encode 0 argument : seen)
    run _ _ [] _ = throwIO (Unfit "an argument is missing")
instance {-# INCOHERENT #-} Answer a => Entry (IO a) where
    takings _ = []
    run action _ _ seen = action >>= \result -> return (answer result, reverse seen)
instance {-# OVERLAPPABLE #-} Answer a => Entry a where
    takings _ = []
    run result _ _ seen = return (answer result, reverse seen)

-- | A result; a `Left` that is returned is told like what is raised.
class Answer a where
    answer :: a -> Builder

instance {-# INCOHERENT #-} (Encode a, Encode b) => Answer (Either a b) where
    answer (Right value) = encode 0 value
    answer (Left value) = throw (Raised "Left" (plain (toLazyByteString (encode 0 value))))
instance {-# OVERLAPPABLE #-} Encode a => Answer a where
    answer = encode 0

-- | JSON; of a text only what it spells.
plain :: L.ByteString -> String
plain written' = case L.unpack (L.take 1 written') of
    [34] -> unquoted (letters (L.toStrict (L.take 16384 (L.drop 1 written'))))
    _ -> letters (L.toStrict (L.take 16384 written'))
  where
    unquoted ('\\' : 'u' : a : b : c : d : rest) =
        toEnum (read ("0x" ++ [a, b, c, d])) : unquoted rest
    unquoted ('\\' : letter : rest) = letter : unquoted rest
    unquoted ('"' : _) = []
    unquoted (letter : rest) = letter : unquoted rest
    unquoted [] = []

-- | A node for each parameter.
arranged :: [Taking] -> [Node] -> Either Fault [Node]
arranged kinds nodes
    | [Spread count'] <- kinds, given == count' = Right [Tuple nodes]
    | given == length kinds = Right nodes
    | given == wanted = Right (filled kinds nodes)
    | otherwise = Left (Unfit (show given ++ " arguments were given for " ++ show wanted
        ++ " parameters"))
  where
    given = length nodes
    wanted = length [() | kind <- kinds, not (never kind)]
    never kind = case kind of { Never -> True; _ -> False }
    filled (Never : rest) left = Null : filled rest left
    filled (_ : rest) (node : left) = node : filled rest left
    filled _ _ = []

-- MARK: what is raised

described :: SomeException -> Builder
described exception = case fromException exception of
    Just (Unfit reason) -> raw "\"unfit\":" <> quoted reason
    Just (Cannot what) -> raw "\"cannot\":" <> quoted what
    Just (Raised name message) -> raised [name] message
    Nothing -> raised (names (bare exception)) (message exception)
  where
    names (SomeException inner) =
        let kind = show (typeOf inner)
            full = tyConModule (typeRepTyCon (typeOf inner)) ++ "." ++ kind
            others = filter (/= kind) (constructor (SomeException inner) ++ [full])
        in [kind] ++ others ++ ["SomeException", "Exception"]

-- | What was thrown, whatever kind of exception it stands for.
bare :: SomeException -> SomeException
bare exception = case fromException exception of
    Just (SomeAsyncException inner) -> SomeException inner
    Nothing -> exception

-- | The name of the constructor, as far as it is told.
constructor :: SomeException -> [String]
constructor (SomeException inner)
    | Just StackOverflow <- cast inner = ["StackOverflow"]
    | Just HeapOverflow <- cast inner = ["HeapOverflow"]
    | Just DivideByZero <- cast inner = ["DivideByZero"]
    | Just (ErrorCall _) <- cast inner = []
    | Just (_ :: IOException) <- cast inner = []
    | otherwise = [shown | all isUpper (take 1 shown), not (null shown)]
  where
    shown = takeWhile inName (take 200 (show inner))
    inName letter = isAlphaNum letter || letter `elem` "_'"

message :: SomeException -> String
message exception
    | Just (ErrorCall text') <- fromException exception = text'
    | Just failure <- fromException exception, isUserError failure = ioeGetErrorString failure
    | otherwise = displayException exception

-- | The line of the source that an error tells of, if one.
lineIn :: String -> Maybe Int
lineIn text' = case [drop (length path) rest | rest <- places, path `isPrefixOf` rest] of
    (':' : rest) : _ | (digits@(_ : _), _) <- span isDigit (dropWhile (== '(') rest) ->
        Just (read (take 9 digits))
    _ -> Nothing
  where
    path = "ASSAY_SOURCE_PATH"
    places = tails (take 20000 text')

raised :: [String] -> String -> Builder
raised names message' =
    raw "\"raised\":{\"types\":[" <> between [raw "[\"\"," <> text name <> raw "]" | name <- names]
        <> raw "],\"message\":" <> text (take 16384 message')
        <> raw ",\"args\":null,\"line\":" <> maybe (raw "null") intDec (lineIn message')
        <> raw "}"

-- MARK: calls

foreign import ccall unsafe "dup3" dup3 :: CInt -> CInt -> CInt -> IO CInt
foreign import ccall unsafe "dup2" dup2 :: CInt -> CInt -> IO CInt
foreign import ccall unsafe "close" close :: CInt -> IO CInt
foreign import ccall unsafe "_exit" exitNow :: CInt -> IO ()

-- | A copy of a descriptor that the program has not, closed in what it starts.
keep :: CInt -> CInt -> IO Handle
keep descriptor place = do
    kept <- dup3 descriptor place 0o2000000
    when (kept < 0) (exitNow 125)
    handle' <- fdToHandle (fromIntegral kept)
    hSetBinaryMode handle' True
    return handle'

field :: String -> Node -> Maybe Node
field name node = case node of
    Dict found -> lookup (C.pack name) [(key, part) | (Text key, part) <- found]
    _ -> Nothing

-- | The judge's calls, one a line, till there are no more.
answerAll :: forall f. Entry f => f -> IO ()
answerAll function = do
    calls <- keep 0 60
    answers <- keep 1 61
    _ <- close 0
    -- The lowest descriptor, so 0; kept, for the program's `stdin` reads it.
    empty <- openFile "/dev/null" ReadMode
    _ <- dup2 2 1
    start <- next calls
    case start of
        Nothing -> return ()
        Just _ -> do
            send answers "0" (raw "\"ready\":true")
            loop calls answers
    flushed
    hClose empty
    exitNow 0
  where
    loop calls answers = next calls >>= \line -> case line of
        Nothing -> return ()
        Just bytes -> do
            call <- parsed bytes
            case field "id" call of
                Just (Number number) -> do
                    body <- told function call
                    flushed
                    send answers (C.unpack number) body
                    loop calls answers
                _ -> return ()
    flushed = forM_ [stdout, stderr] $ \handle' ->
        try (hFlush handle') >>= \done -> case done of
            Left (_ :: SomeException) -> return ()
            Right () -> return ()

next :: Handle -> IO (Maybe B.ByteString)
next calls = try (C.hGetLine calls) >>= \line -> case line of
    Left (_ :: IOException) -> return Nothing
    Right bytes -> return (Just bytes)

send :: Handle -> String -> Builder -> IO ()
send answers number body = do
    hPutBuilder answers (raw "{\"id\":" <> raw number <> raw "," <> body <> raw "}\n")
    hFlush answers

-- | What is said of one call: forced before, so that nothing is raised while it is written.
told :: forall f. Entry f => f -> Node -> IO Builder
told function call = do
    let (given, keywords) = case field "args" call of
            Just (Tuple [List nodes, Dict found]) -> (nodes, not (null found))
            _ -> ([], False)
    writeIORef textOnly (any isText given && not (any hasList given))
    result <- try $ do
        when keywords (throwIO (Unfit "keyword arguments cannot be passed in Haskell"))
        nodes <- either throwIO return (arranged (takings (Proxy :: Proxy f)) given)
        (written, seen) <- run function 0 nodes []
        chosen <- case field "observe" call of
            Just (Number place)
                | at : _ <- drop (read (C.unpack place)) seen -> return at
                | otherwise -> throwIO (Unfit "there is no such argument to observe")
            _ -> return written
        forced chosen
    case result of
        Right bytes -> return (raw "\"value\":" <> lazyByteString bytes)
        Left exception -> do
            body <- try (forced (described exception))
            case body of
                Right bytes -> return (lazyByteString bytes)
                Left (_ :: SomeException) -> return (raised ["SomeException"] "")
  where
    isText node = case node of { Text _ -> True; _ -> False }
    hasList node = case node of
        List _ -> True
        Dict _ -> True
        Tuple _ -> True
        Set _ -> True
        _ -> False

forced :: Builder -> IO L.ByteString
forced body = do
    let bytes = L.take (fromIntegral limit + 1) (toLazyByteString body)
    count <- evaluate (L.length bytes)
    when (count > fromIntegral limit) (throwIO (Cannot "an answer of more than 16 MiB"))
    return bytes
