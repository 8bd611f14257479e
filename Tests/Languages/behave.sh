read -r what
case $what in
echo) cat ;;
exit) exit 3 ;;
raise) set -u; echo "$deliberate" ;;
abort) kill -ABRT $$ ;;
spin) while :; do :; done ;;
hog) text=$(printf '%01048576d' 0); while :; do text=$text$text; done ;;
esac
