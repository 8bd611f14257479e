int cbox_stub(void){return 0;}
